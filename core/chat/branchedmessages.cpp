#include "core/chat/branchedmessages.h"

#include <algorithm>

namespace sluice {

BranchedMessages::BranchedMessages(std::unique_ptr<MessagePages> pages)
    : m_pages(std::move(pages))
    , m_stored(m_pages ? m_pages->count() : 0)
    , m_tree(m_pages ? m_pages->shape() : MessageShape())
{ }

const Message* BranchedMessages::find(int id) const
{
    if (id >= m_stored)
        return &m_added[static_cast<std::size_t>(id - m_stored)];
    const auto changed = m_changed.find(id);
    return changed != m_changed.end() ? &changed->second : m_pages->message(id);
}

const Message* BranchedMessages::at(int row) const
{
    return find(m_tree.idAt(row));
}

bool BranchedMessages::load(int row)
{
    const int id = m_tree.idAt(row);
    return id >= m_stored || m_changed.contains(id) || m_pages->load(id);
}

int BranchedMessages::append(const Message& message)
{
    m_added.push_back(message);
    return m_tree.append();
}

Message* BranchedMessages::writable(int id)
{
    if (id >= m_stored)
        return &m_added[static_cast<std::size_t>(id - m_stored)];
    const Message* stored = find(id);
    return stored ? &m_changed.try_emplace(id, *stored).first->second : nullptr;
}

bool BranchedMessages::contain(QStringView needle) const
{
    const auto holds = [needle](const Message& message) { return message.text.contains(needle, Qt::CaseInsensitive); };
    const auto changedHolds = [&holds](const auto& changed) { return holds(changed.second); };
    return std::ranges::any_of(m_added, holds) || std::ranges::any_of(m_changed, changedHolds)
        || (m_pages && m_pages->anyLoaded(holds));
}

}
