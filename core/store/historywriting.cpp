// What changes a history.

#include "core/chat/attachmentrules.h"
#include "core/store/conversationcopy.h"
#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"
#include "core/store/messagerecord.h"

#include <QCoreApplication>
#include <QDateTime>

namespace sluice {

namespace {

constexpr int DraftId = -1; // where a message's attachments have its id

constexpr bool isFinal(MessageState state)
{
    return state != MessageState::Pending && state != MessageState::Streaming;
}

}

Result<void> HistoryDatabase::preview(const std::function<Result<void>()>& changes, const std::function<void()>& look)
{
    // What does not fit into the cache is not written out early.
    Result<void> done = m_database.run("PRAGMA cache_spill = OFF; BEGIN IMMEDIATE");
    const bool hasBegun = done.has_value();
    const QSet<QString> purged = m_purged;
    if (hasBegun)
        done = changes();
    if (done)
        look();
    const StorageFault fault = m_database.fault();
    if (hasBegun && m_database.isInTransaction()) // some failures roll back by themselves
        (void)m_database.run("ROLLBACK"); // nothing was written
    (void)m_database.run("PRAGMA cache_spill = ON");
    if (fault != m_database.fault())
        m_database.failure(fault);
    m_purged = purged;
    return done;
}

Result<void> HistoryDatabase::saveSummary(const ConversationSummary& summary)
{
    return atomically([&]() -> Result<void> {
        m_purged.remove(summary.id);
        bool isSameTitle = false;
        {
            Statement known = m_database.prepare("SELECT title = ?2 FROM conversations WHERE id = ?1");
            const Result<bool> row = known.bind(summary.id, summary.title).step();
            if (!row)
                return std::unexpected(row.error());
            isSameTitle = *row ? known.integer(0) != 0 : summary.title.isEmpty();
        }
        Result<void> done =
            m_database
                .prepare("INSERT INTO conversations(id, title, unpinned, recency, created) VALUES(?1, ?2, ?3, ?4, ?5)"
                         " ON CONFLICT(id) DO UPDATE SET title = ?2, unpinned = ?3, recency = ?4, created = ?5")
                .bind(summary.id, summary.title, !summary.isPinned, -summary.lastActive, summary.createdAt)
                .run();
        if (done && !isSameTitle)
            done = m_database.prepare("INSERT OR IGNORE INTO titles_to_index SELECT n FROM conversations WHERE id = ?1")
                       .bind(summary.id)
                       .run();
        return done;
    });
}

Result<qint64> HistoryDatabase::numberForWriting(const QString& id)
{
    const Result<std::optional<qint64>> known = numberOf(id);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return **known;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const Result<void> made =
        m_database.prepare("INSERT INTO conversations(id, recency, created) VALUES(?1, ?2, ?3)").bind(id, -now, now).run();
    if (!made)
        return std::unexpected(made.error());
    return m_database.lastInsertedRow();
}

Result<void> HistoryDatabase::savePlace(const QString& id, const ConversationPlace& place)
{
    if (m_purged.contains(id))
        return {};
    return atomically([&]() -> Result<void> {
        const Result<qint64> n = numberForWriting(id);
        if (!n)
            return std::unexpected(n.error());
        return m_database
            .prepare("INSERT OR REPLACE INTO places(conversation, draft, scroll_place, endpoint, model, strategy, uses_cache)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .bind(*n, place.draft, place.scrollPlace, place.endpointId, place.model, place.strategy, place.usesCache)
            .run();
    });
}

Result<void> HistoryDatabase::saveDraftAttachments(const QString& id, const QList<Attachment>& attachments)
{
    if (m_purged.contains(id))
        return {};
    for (qsizetype i = 0; i < attachments.size(); ++i) {
        if (faultBeside(attachments.first(i), attachments[i])) {
            return std::unexpected(Error {.kind = ErrorKind::Overflow,
                .message = QCoreApplication::translate("HistoryDatabase", "More is attached than a message may take along.")});
        }
    }
    return atomically([&]() -> Result<void> {
        const Result<qint64> n = numberForWriting(id);
        if (!n)
            return std::unexpected(n.error());
        return writeAttachments(*n, DraftId, attachments);
    });
}

Result<void> HistoryDatabase::put(const QString& conversation, int id, int parent, const Message& message)
{
    if (m_purged.contains(conversation))
        return {};
    return atomically([&]() -> Result<void> {
        const Result<qint64> n = numberForWriting(conversation);
        if (!n)
            return std::unexpected(n.error());
        return putIn(*n, id, parent, message);
    });
}

Result<void> HistoryDatabase::putIn(qint64 n, int id, int parent, const Message& message)
{
    bool isNew = false;
    {
        Statement known = m_database.prepare("SELECT 1 FROM messages WHERE conversation = ?1 AND id = ?2");
        const Result<bool> row = known.bind(n, id).step();
        if (!row)
            return std::unexpected(row.error());
        isNew = !*row;
    }
    Result<void> done = writeMessage(m_database, n, id, parent, message);
    if (done)
        done =
            m_database
                .prepare("UPDATE conversations SET message_count = max(message_count, ?2), revision = revision + 1 WHERE n = ?1")
                .bind(n, id + 1)
                .run();
    if (done && isNew) // a new version is the one that is shown
        done = m_database.prepare("DELETE FROM choices WHERE conversation = ?1 AND parent = ?2").bind(n, parent).run();
    // Also of a new one: a repair may have kept what belonged to a message that it lost.
    if (done)
        done = m_database.prepare("DELETE FROM journal WHERE conversation = ?1 AND message = ?2").bind(n, id).run();
    if (done)
        done = writeAttachments(n, id, message.attachments);
    if (done && isFinal(message.state))
        done = m_database
                   .prepare("INSERT OR IGNORE INTO messages_to_index SELECT n FROM messages WHERE conversation = ?1 AND id = ?2")
                   .bind(n, id)
                   .run();
    return done;
}

Result<void> HistoryDatabase::writeAttachments(qint64 conversation, int id, const QList<Attachment>& attachments)
{
    // Only what changed: they may be megabytes.
    for (qsizetype place = 0; place < attachments.size(); ++place) {
        const Attachment& attachment = attachments[place];
        const Result<void> written = m_database
                                         .prepare("INSERT INTO attachments(conversation, message, place, name, mime_type, data)"
                                                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
                                                  " ON CONFLICT DO UPDATE SET name = ?4, mime_type = ?5, data = ?6"
                                                  " WHERE name <> ?4 OR mime_type <> ?5 OR data <> ?6")
                                         .bind(conversation, id, place, attachment.name, attachment.mimeType, attachment.data)
                                         .run();
        if (!written)
            return written;
    }
    return m_database.prepare("DELETE FROM attachments WHERE conversation = ?1 AND message = ?2 AND place >= ?3")
        .bind(conversation, id, attachments.size())
        .run();
}

Result<void> HistoryDatabase::grow(const QString& conversation, int id, const QString& text, const QString& reasoning)
{
    if (m_purged.contains(conversation) || (text.isEmpty() && reasoning.isEmpty()))
        return {};
    return atomically([&]() -> Result<void> {
        const Result<qint64> n = numberForWriting(conversation);
        if (!n)
            return std::unexpected(n.error());
        return m_database.prepare("INSERT INTO journal(conversation, message, text, reasoning) VALUES(?1, ?2, ?3, ?4)")
            .bind(*n, id, text, reasoning)
            .run();
    });
}

Result<void> HistoryDatabase::choose(const QString& conversation, int parent, int child)
{
    if (m_purged.contains(conversation))
        return {};
    return atomically([&]() -> Result<void> {
        const Result<qint64> n = numberForWriting(conversation);
        if (!n)
            return std::unexpected(n.error());
        const Result<void> done =
            m_database.prepare("INSERT OR REPLACE INTO choices(conversation, parent, child) VALUES(?1, ?2, ?3)")
                .bind(*n, parent, child)
                .run();
        if (!done)
            return done;
        return m_database.prepare("UPDATE conversations SET revision = revision + 1 WHERE n = ?1").bind(*n).run();
    });
}

Result<void> HistoryDatabase::setFate(const QString& id, int fate)
{
    return m_database.prepare("UPDATE conversations SET fate = ?2 WHERE id = ?1 AND fate IN (0, 1)").bind(id, fate).run();
}

Result<void> HistoryDatabase::remove(const QString& id)
{
    return setFate(id, int(ConversationFate::Removed));
}

Result<void> HistoryDatabase::restore(const QString& id)
{
    return setFate(id, int(ConversationFate::Listed));
}

Result<void> HistoryDatabase::purge(const QString& id)
{
    const Result<void> done = m_database.prepare("UPDATE conversations SET fate = ?2, id = id || '/' || n WHERE id = ?1")
                                  .bind(id, int(ConversationFate::Deleted))
                                  .run();
    if (done)
        m_purged.insert(id);
    return done;
}

Result<void> HistoryDatabase::purgeAll()
{
    Statement all = m_database.prepare("SELECT id FROM conversations WHERE fate IN (0, 1)");
    QStringList ids;
    for (;;) {
        const Result<bool> hasRow = all.step();
        if (!hasRow)
            return std::unexpected(hasRow.error());
        if (!*hasRow)
            break;
        ids.append(all.text(0));
    }
    const Result<void> done = m_database.prepare("UPDATE conversations SET fate = ?1, id = id || '/' || n WHERE fate IN (0, 1)")
                                  .bind(int(ConversationFate::Deleted))
                                  .run();
    if (done)
        m_purged.unite(QSet<QString>(ids.cbegin(), ids.cend()));
    return done;
}

Result<ConversationSummary> HistoryDatabase::duplicate(const QString& id, const QString& newId, const QString& title)
{
    ConversationCopy copy(id, newId, title);
    for (;;) {
        const Result<bool> isDone = copy.step(*this);
        if (!isDone)
            return std::unexpected(isDone.error());
        if (*isDone)
            return copy.summary();
    }
}

}
