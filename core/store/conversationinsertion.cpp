#include "core/store/conversationinsertion.h"

#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"

#include <QUuid>

namespace sluice {

ConversationInsertion::ConversationInsertion(const ConversationSummary& summary)
    : m_summary(summary)
    , m_hiddenId(QUuid::createUuid().toString(QUuid::WithoutBraces))
{ }

Result<bool> ConversationInsertion::begin(HistoryDatabase& history)
{
    Database& database = history.database();
    {
        Statement statement = database.prepare("SELECT n FROM conversations WHERE id = ?1");
        const Result<bool> row = statement.bind(m_hiddenId).step();
        if (!row)
            return row;
        if (*row) {
            m_number = statement.integer(0);
            return false;
        }
    }
    const Result<void> made = database.prepare("INSERT INTO conversations(id, recency, created, fate) VALUES(?1, 0, 0, ?2)")
                                  .bind(m_hiddenId, int(ConversationFate::BeingCopied))
                                  .run();
    if (!made)
        return std::unexpected(made.error());
    m_number = database.lastInsertedRow();
    return true;
}

Result<void> ConversationInsertion::put(HistoryDatabase& history, int id, int parent, const Message& message)
{
    return history.putIn(m_number, id, parent, message);
}

Result<bool> ConversationInsertion::isWhole(HistoryDatabase& history) const
{
    Statement statement = history.database().prepare("SELECT count(*) = ?2 FROM messages WHERE conversation = ?1");
    const Result<bool> row = statement.bind(m_number, m_summary.messageCount).step();
    if (!row)
        return row;
    return statement.integer(0) != 0;
}

Result<bool> ConversationInsertion::end(HistoryDatabase& history, const std::vector<MessageShape::Link>& chosen)
{
    Database& database = history.database();
    const Result<bool> whole = isWhole(history);
    if (!whole)
        return whole;
    Result<void> done;
    if (!*whole) {
        done = database.prepare("UPDATE conversations SET fate = ?2, id = id || '/' || n WHERE n = ?1")
                   .bind(m_number, int(ConversationFate::Deleted))
                   .run();
    } else {
        for (auto link = chosen.begin(); done && link != chosen.end(); ++link) {
            done = database.prepare("INSERT OR REPLACE INTO choices(conversation, parent, child) VALUES(?1, ?2, ?3)")
                       .bind(m_number, link->parent, link->child)
                       .run();
        }
        if (done)
            done = database.prepare("UPDATE conversations SET fate = ?3, id = ?2 WHERE n = ?1")
                       .bind(m_number, m_summary.id, int(ConversationFate::Listed))
                       .run();
        if (done)
            done = history.saveSummary(m_summary);
    }
    if (!done)
        return std::unexpected(done.error());
    return *whole;
}

}
