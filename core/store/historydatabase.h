#pragma once

#include "core/store/database.h"
#include "core/store/historyanswers.h"
#include "core/store/historyfiles.h"
#include "core/store/historylock.h"
#include "core/store/searchindex.h"

#include <QSet>

namespace sluice {

/// Every conversation on disk, asked and written at once. One thread; blocks. The window uses HistoryStore, which has one of
/// these in its thread; commands, imports and tests use it directly.
///
/// Writes are atomic one by one, or together in atomically(). After a failure fault() tells why; when that is Damaged, repair().
class HistoryDatabase final
{
public:
    enum class Access {
        Write, ///< one at a time; made when it is missing, repaired when it is damaged
        Read, ///< beside another one that writes
    };

    explicit HistoryDatabase(const QString& dataDirectory);
    ~HistoryDatabase();
    Q_DISABLE_COPY_MOVE(HistoryDatabase)

    /// What was being written when the program last ended is Interrupted from now on, unless \a keepsUnfinished. \a first is
    /// called before that, and its failure is that of opening.
    Result<HistoryOpening> open(Access access, bool keepsUnfinished = false, const std::function<Result<void>()>& first = {});
    void close();
    bool isWritable() const { return m_database.isOpen() && m_lock.isOurs(); }
    /// Sets the damaged file aside and goes on with what could be read of it. The sentence says so. Only where it is writable.
    Result<QString> repair();
    /// Why the last call failed; clearFault() before one tells it from earlier ones.
    StorageFault fault() const { return m_fault != StorageFault::None ? m_fault : m_database.fault(); }

    void clearFault();

    Result<QList<ConversationSummary>> list(const std::optional<ConversationKey>& after, int number);
    Result<qint64> countListed(); ///< of list(), all pages together
    Result<OpenedConversation> conversation(const QString& id);
    /// Messages by id, with all of their text, also of what is being written. Fewer at the end.
    Result<QList<Message>> messages(const QString& id, int first, int number);
    /// See HistoryStore::search(); takes as long as it needs.
    Result<SearchPage> search(const QString& query, std::optional<SearchKey> after, int number);

    Result<void> atomically(const std::function<Result<void>()>& changes) { return m_database.atomically(changes); }
    /// Calls \a look while the database looks as if \a changes were made, which then never were. Writes nothing to the disk, so
    /// it works on a full one. After an error \a look was not called.
    Result<void> preview(const std::function<Result<void>()>& changes, const std::function<void()>& look);
    Result<void> saveSummary(const ConversationSummary& summary);
    Result<void> savePlace(const QString& id, const ConversationPlace& place);
    Result<void> saveDraftAttachments(const QString& id, const QList<Attachment>& attachments);
    Result<void> put(const QString& conversation, int id, int parent, const Message& message); ///< see MessageSink
    Result<void> grow(const QString& conversation, int id, const QString& text, const QString& reasoning);
    Result<void> choose(const QString& conversation, int parent, int child);
    Result<void> remove(const QString& id);
    Result<void> restore(const QString& id);
    /// It is gone at once; tidy() deletes what it was made of. Its sinks are deaf from now on, until it is saved anew.
    Result<void> purge(const QString& id);
    /// purge() for every one, removed ones included.
    Result<void> purgeAll();
    Result<ConversationSummary> duplicate(const QString& id, const QString& newId, const QString& title);

    /// One small piece, some milliseconds, of what can wait: search index, deleting. True = there is more.
    Result<bool> tidy();
    /// Brings what was written into the main file and onto the disk: until then a power cut may take it. A crash may not.
    void checkpoint();
    /// Looked at now and then by repair(): true gives up, and the next open() begins anew.
    void setStopCondition(std::function<bool()> condition) { m_stopCondition = std::move(condition); }

    // For the other parts of the history.
    Database& database() { return m_database; }
    SearchIndex& index() { return m_index; }
    /// Nothing when there is none of that id, or it is to be deleted.
    Result<std::optional<qint64>> numberOf(const QString& id);
    /// Whether it is there and was not removed.
    Result<bool> isListed(const QString& id);
    /// put() into the conversation of that number, in a transaction of the caller's.
    Result<void> putIn(qint64 n, int id, int parent, const Message& message);

private:
    Result<void> openFile(Access access);
    Result<void> openWritten();
    Result<void> check();
    Result<void> begin();
    Result<QString> setAside();
    Error refuse(StorageFault fault);
    Result<qint64> numberForWriting(const QString& id);
    Result<void> setFate(const QString& id, int fate);
    Result<void> writeAttachments(qint64 conversation, int id, const QList<Attachment>& attachments);

    const HistoryFiles m_files;
    HistoryLock m_lock;
    Database m_database;
    SearchIndex m_index;
    StorageFault m_fault = StorageFault::None; ///< where it was not the database's
    bool m_hasBegun = false; ///< this run has written to the file
    QSet<QString> m_purged; ///< in this run: late words about them are dropped
    std::function<bool()> m_stopCondition;
};

}
