#pragma once

#include "core/base/clock.h"
#include "core/store/foreignchanges.h"
#include "core/store/historydatabase.h"
#include "core/store/historystore.h"
#include "core/store/pendingwrites.h"
#include "core/store/storeflags.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>

namespace sluice {

class HistoryTask;

/// The store thread's half of HistoryStore: owns the database. Every function is called in the store thread, through the event
/// loop, in the order of the consumer's calls; long work is done in slices between them.
class StoreSide final : public QObject
{
    Q_OBJECT

public:
    StoreSide(const QString& dataDirectory, std::shared_ptr<const StoreFlags> flags);
    ~StoreSide() override;

    void start();
    void write(HistoryWrite write);
    /// Calls \a question after all writes before it; an error that it returns is looked at: after damage it is asked once more.
    template <typename T>
    Result<T> ask(const std::function<Result<T>(HistoryDatabase&)>& question)
    {
        flush();
        Result<T> answer = std::unexpected(m_trouble.value_or(Error {}));
        for (int attempt = 0; attempt < 2 && m_isOpen; ++attempt) {
            m_history.clearFault();
            answer = question(m_history);
            if (answer || m_history.fault() != StorageFault::Damaged || !repair())
                break;
        }
        return answer;
    }

    /// The same for what only reads, perhaps just \a conversation. It sees what waits for the disk, where that can be shown.
    template <typename T>
    Result<T> look(const std::function<Result<T>(HistoryDatabase&)>& question, const QString& conversation = {})
    {
        flush();
        std::optional<Result<T>> answer;
        if (m_history.isWritable() && m_pending.concern(conversation)) {
            (void)m_history.preview( // else it is asked of what is on disk
                [&] { return m_pending.showIn(m_history, conversation); }, [&] { answer = question(m_history); });
        }
        return answer && *answer ? *answer : ask<T>(question);
    }
    /// Refused while messages wait for the disk that cannot be shown: it would lack them, and give their ids away again.
    Result<OpenedConversation> open(const QString& id);
    Result<QList<Message>> messages(const QString& id, int first, int number);

    using SearchDone = std::function<void(const Result<SearchPage>&)>;
    void search(quint64 number, const QString& query, std::optional<SearchKey> after, int hits, const SearchDone& done);
    using TaskDone = std::function<void(const Result<void>&)>;
    void run(const std::shared_ptr<HistoryTask>& task, const TaskDone& done);
    Result<void> sync();
    Result<int> useWaiting(const HistoryStore::WaitingWork& work);
    /// Writes what waits, for at most \a patience, then emits finished().
    void finish(Millis patience);

Q_SIGNALS:
    void opened(const sluice::HistoryOpening& opening);
    void damaged(const QString& sentence);
    void refused(const QString& sentence);
    void troubleChanged(const std::optional<sluice::Error>& error);
    void finished();

private:
    static constexpr Millis TidyPause {5}; // between two pieces: questions come first
    struct Search; // in storesearch.h
    struct Task
    {
        std::shared_ptr<HistoryTask> task;
        TaskDone done;
    };

    std::optional<HistoryOpening> openHistory();
    void retry();
    void flush();
    void writePending();
    Result<void> applyPending();
    void dropStale();
    void tellStale(const QString& id);
    bool repair();
    void setTrouble(const std::optional<Error>& error);
    void work();
    bool searchOn();
    bool taskOn();
    void wakeWork(Millis in);
    void tryToFinish();

    const std::shared_ptr<const StoreFlags> m_flags;
    HistoryDatabase m_history;
    bool m_isOpen = false; ///< at least for reading
    bool m_wasWritable = false; ///< in this run
    PendingWrites m_pending;
    ForeignChanges m_foreign;
    std::optional<Error> m_trouble;
    std::unique_ptr<Search> m_search;
    std::deque<Task> m_tasks;
    bool m_hasToTidy = true;
    TimePoint m_end;
    QTimer m_gatherTimer; ///< runs while writes are gathered
    QTimer m_retryTimer; ///< runs while there is trouble
    QTimer m_workTimer; ///< runs while there is work in slices
    QTimer m_checkpointTimer; ///< runs while something was written since the last checkpoint
};

}
