#include "core/store/foreignchanges.h"

#include "core/store/historydatabase.h"

#include <utility>

namespace sluice {

void ForeignChanges::noteRead(const OpenedConversation& conversation)
{
    const QString& id = conversation.summary.id;
    m_stale.remove(id);
    m_counts.insert(id, conversation.shape.count);
}

QList<ForeignChanges::Conversation> ForeignChanges::compare(HistoryDatabase& history)
{
    QList<Conversation> changed;
    const QHash<QString, int> counts = std::exchange(m_counts, {});
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        const Result<OpenedConversation> now = history.conversation(it.key());
        if (!now || now->shape.count == it.value())
            continue; // what was deleted there is made anew
        m_stale.insert(it.key());
        changed.append({.id = it.key(), .title = now->summary.title});
    }
    return changed;
}

}
