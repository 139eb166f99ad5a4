#include "core/store/foreignchanges.h"

#include "core/store/historydatabase.h"

#include <utility>

namespace sluice {

void ForeignChanges::noteRead(const QString& id, const ConversationStamp& stamp)
{
    m_stale.remove(id);
    m_read.insert(id, stamp);
}

Result<void> ForeignChanges::compare(HistoryDatabase& history)
{
    QHash<QString, Stale> stale;
    for (auto it = m_read.cbegin(); it != m_read.cend(); ++it) {
        const Result<std::optional<ConversationStamp>> now = stampOf(history, it.key());
        if (!now)
            return std::unexpected(now.error());
        if (!*now || **now == it.value())
            continue; // what was deleted there is made anew
        const Result<OpenedConversation> conversation = history.conversation(it.key());
        if (!conversation)
            return std::unexpected(conversation.error());
        stale.insert(it.key(), {.title = conversation->summary.title});
    }
    m_read.clear();
    m_stale.insert(stale);
    return {};
}

std::optional<QString> ForeignChanges::takeUntold(const QString& id)
{
    const auto found = m_stale.find(id);
    if (found == m_stale.end() || std::exchange(found->isTold, true))
        return std::nullopt;
    return found->title;
}

}
