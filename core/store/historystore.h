#pragma once

#include "core/base/result.h"
#include "core/chat/attachment.h"
#include "core/chat/messagesink.h"
#include "core/chat/messagesource.h"
#include "core/figures/timelinekeeper.h"
#include "core/store/historyanswers.h"

#include <QObject>

#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace sluice {

class HistoryDatabase;
class HistoryTask;
struct HistoryWrite;

/// Every conversation on disk: the façade that engine and window use. It owns the store thread and the database in it
/// (HistoryDatabase), which is WAL and in one file of the data directory. Lives in one consumer thread with an event loop.
///
/// Nothing here blocks. Questions are answered by one call of \a done in the consumer's thread, unless \a context is destroyed
/// before; they come after all writes that were asked for earlier. Writes are gathered for a moment and go to disk together;
/// while the disk is full or refuses, they are kept in order and tried again, and trouble() says so. Until then questions are
/// answered from what is on disk, or with the trouble when not even that can be read.
class HistoryStore final : public QObject
{
    Q_OBJECT

public:
    /// \a dataDirectory is made when it is missing. Opens in the store thread; opened() follows.
    explicit HistoryStore(const QString& dataDirectory, QObject* parent = nullptr);
    /// Writes what is waiting, as far as it can within a few seconds.
    ~HistoryStore() override;

    template <typename T>
    using Done = std::function<void(T)>;

    void list(
        const std::optional<ConversationKey>& after, int number, QObject* context, Done<Result<QList<ConversationSummary>>> done);
    void open(const QString& id, QObject* context, Done<Result<OpenedConversation>> done);
    /// Words of \a query in any order, the last one also as a beginning; Chinese, Japanese and Korean as they stand. A newer
    /// search ends an older one, which is answered with an error of kind Cancelled.
    void search(
        const QString& query, std::optional<SearchKey> after, int number, QObject* context, Done<Result<SearchPage>> done);
    /// A copy of \a id with all its messages, under \a newId and titled \a title.
    void duplicate(
        const QString& id, const QString& newId, const QString& title, QObject* context, Done<Result<ConversationSummary>> done);

    /// Runs \a task in the store thread, piece by piece between everything else. It may be cancelled at any time.
    void run(const std::shared_ptr<HistoryTask>& task, QObject* context, Done<Result<void>> done);

    /// The messages of a conversation that open() has told of. Usable while this exists.
    std::unique_ptr<MessageSource> source(const QString& id, const MessageShape& shape);
    std::unique_ptr<MessageSink> sink(const QString& id);
    std::unique_ptr<TimelineKeeper> timelines(const QString& id);

    /// Makes or changes the conversation's line in the list; \c messageCount is not written.
    void saveSummary(const ConversationSummary& summary);
    void savePlace(const QString& id, const ConversationPlace& place);
    /// What goes along with the draft; all of it at each change, within AttachmentLimits. Files that are there already are not
    /// written again, and savePlace() leaves them alone.
    void saveDraftAttachments(const QString& id, const QList<Attachment>& attachments);
    /// Takes it out of list and search; undone by restore(), for good with purge(), or when the program starts next.
    void remove(const QString& id);
    void restore(const QString& id);
    void purge(const QString& id);

    /// Calls \a done in the consumer's thread when all that was asked for before is on disk, or has failed.
    void sync(QObject* context, Done<Result<void>> done);

    using WaitingWork = std::function<Result<int>(const std::list<HistoryWrite>& waiting, HistoryDatabase* readable)>;
    /// For who wants to save elsewhere what the disk refuses: \a work runs in the store thread, at once, with the writes that
    /// wait, in order, and the database, or null when it cannot even be read.
    void useWaiting(const WaitingWork& work, QObject* context, Done<Result<int>> done);

    /// Why writes are waiting now; nothing when all is well.
    std::optional<Error> trouble() const;

Q_SIGNALS:
    /// Once, before anything else is answered.
    void opened(const sluice::HistoryOpening& opening);
    /// A database that turned out to be damaged while it was in use was set aside, too.
    void damaged(const QString& sentence);
    /// A change can never be saved, and the user has to know.
    void refused(const QString& sentence);
    void troubleChanged(const std::optional<sluice::Error>& error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
