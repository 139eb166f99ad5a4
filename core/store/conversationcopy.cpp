#include "core/store/conversationcopy.h"

#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"
#include "core/store/historyjournal.h"

#include <QCoreApplication>
#include <QDateTime>

namespace sluice {

namespace {

constexpr int MessagesAtOnce = 200;

Error disturbed()
{
    return {.kind = ErrorKind::Storage,
        .message = QCoreApplication::translate(
            "HistoryDatabase", "The conversation was changed or repaired while it was copied: copy it again.")};
}

}

Result<bool> ConversationCopy::step(HistoryDatabase& history)
{
    const Result<void> done = history.atomically([&]() -> Result<void> {
        Result<void> result;
        if (m_from == 0)
            result = begin(history);
        else
            result = check(history);
        if (result && m_next < m_summary.messageCount)
            result = copyMessages(history);
        else if (result)
            result = end(history);
        return result;
    });
    if (!done) {
        if (m_to != 0)
            (void)giveUp(history); // else the next start does
        return std::unexpected(done.error());
    }
    if (m_next <= m_summary.messageCount)
        return false;
    return true;
}

Result<void> ConversationCopy::begin(HistoryDatabase& history)
{
    const Result<OpenedConversation> source = history.conversation(m_id);
    if (!source)
        return std::unexpected(source.error());
    const Result<std::optional<qint64>> from = history.numberOf(m_id);
    const Result<std::optional<qint64>> taken = history.numberOf(m_newId);
    if (!from || !taken)
        return std::unexpected(from ? taken.error() : from.error());
    if (*taken) {
        return std::unexpected(Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("HistoryDatabase", "There is a conversation with this name already.")});
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_summary = {.id = m_newId,
        .title = m_title,
        .isPinned = false,
        .lastActive = now,
        .createdAt = now,
        .messageCount = source->summary.messageCount};
    Database& database = history.database();
    const Result<void> made =
        database.prepare("INSERT INTO conversations(id, title, recency, created, message_count, fate) VALUES(?1,?2,?3,?4,?5,?6)")
            .bind(m_newId, m_title, -now, now, m_summary.messageCount, int(ConversationFate::BeingCopied))
            .run();
    m_from = **from;
    m_to = database.lastInsertedRow();
    return made;
}

/// Between two pieces the source may have been deleted, or the file repaired: a copy that lost something then must not go on.
Result<void> ConversationCopy::check(HistoryDatabase& history)
{
    const Result<std::optional<qint64>> from = history.numberOf(m_id);
    if (!from)
        return std::unexpected(from.error());
    Statement statement =
        history.database().prepare("SELECT 1 FROM conversations WHERE n = ?1 AND id = ?2 AND fate = ?3 AND message_count = ?4");
    const Result<bool> isOurs = statement.bind(m_to, m_newId, int(ConversationFate::BeingCopied), m_summary.messageCount).step();
    if (!isOurs)
        return std::unexpected(isOurs.error());
    return *from == m_from && *isOurs ? Result<void>() : std::unexpected(disturbed());
}

Result<void> ConversationCopy::giveUp(HistoryDatabase& history)
{
    return history.database()
        .prepare("UPDATE conversations SET fate = ?2, id = id || '/' || n WHERE n = ?1 AND fate = ?3")
        .bind(m_to, int(ConversationFate::Deleted), int(ConversationFate::BeingCopied))
        .run();
}

Result<void> ConversationCopy::copyMessages(HistoryDatabase& history)
{
    static constexpr const char* Copies[] = {
        "INSERT INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason, server_stop, error,"
        " figures, seams, created, ticket) SELECT ?2, id, parent, role, state, text, reasoning, model, finish_reason, "
        "server_stop, error,"
        " figures, seams, created, ticket FROM messages WHERE conversation = ?1 AND id BETWEEN ?3 AND ?4 ORDER BY id",
        "INSERT INTO attachments(conversation, message, place, name, mime_type, data)"
        " SELECT ?2, message, place, name, mime_type, data FROM attachments WHERE conversation = ?1 AND message BETWEEN ?3 AND "
        "?4",
        "INSERT INTO journal(conversation, message, text, reasoning) SELECT ?2, message, text, reasoning FROM journal"
        " WHERE conversation = ?1 AND message BETWEEN ?3 AND ?4 ORDER BY n",
        "INSERT INTO timelines(conversation, message, data) SELECT ?2, message, data FROM timelines"
        " WHERE conversation = ?1 AND message BETWEEN ?3 AND ?4",
        "INSERT INTO messages_to_index SELECT n FROM messages WHERE conversation = ?2 AND id BETWEEN ?3 AND ?4 AND ?1 <> 0"};
    const int last = std::min(m_next + MessagesAtOnce, m_summary.messageCount) - 1;
    for (const char* copy : Copies) {
        const Result<void> copied = history.database().prepare(copy).bind(m_from, m_to, m_next, last).run();
        if (!copied)
            return copied;
    }
    // What is being written was not searched in yet; interrupting puts it there.
    const Result<int> interrupted = interruptUnfinished(history.database(), m_to);
    if (!interrupted)
        return std::unexpected(interrupted.error());
    m_next = last + 1;
    return {};
}

Result<void> ConversationCopy::end(HistoryDatabase& history)
{
    static constexpr const char* Copies[] = {
        "INSERT INTO choices(conversation, parent, child) SELECT ?2, parent, child FROM choices WHERE conversation = ?1"
        " AND child < (SELECT message_count FROM conversations WHERE n = ?2)",
        "INSERT INTO places(conversation, draft, scroll_place, endpoint, model, strategy, uses_cache)"
        " SELECT ?2, '', scroll_place, endpoint, model, strategy, uses_cache FROM places WHERE conversation = ?1",
        "INSERT OR IGNORE INTO titles_to_index SELECT n FROM conversations WHERE n = ?2 AND ?1 <> 0",
        "UPDATE conversations SET fate = 0 WHERE n = ?2 AND ?1 <> 0 AND fate = 3"};
    for (const char* copy : Copies) {
        const Result<void> copied = history.database().prepare(copy).bind(m_from, m_to).run();
        if (!copied)
            return copied;
    }
    if (history.database().changedRows() != 1) // of the last one
        return std::unexpected(disturbed());
    m_next = m_summary.messageCount + 1;
    return {};
}

}
