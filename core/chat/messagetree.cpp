#include "core/chat/messagetree.h"

#include <QtGlobal>

#include <algorithm>

namespace sluice {

MessageTree::MessageTree(int trunk)
    : m_trunk(trunk)
    , m_trunkOnPath(trunk)
    , m_nextId(trunk)
{ }

int MessageTree::idAt(int row) const
{
    Q_ASSERT(row >= 0 && row < count());
    return row < m_trunkOnPath ? row : m_tail[static_cast<std::size_t>(row - m_trunkOnPath)];
}

void MessageTree::cut(int row)
{
    Q_ASSERT(row >= 0 && row <= count());
    m_tail.resize(static_cast<std::size_t>(std::max(0, row - m_trunkOnPath)));
    m_trunkOnPath = std::min(m_trunkOnPath, row);
}

int MessageTree::append()
{
    const int parent = parentOf(count());
    const int id = m_nextId++;
    m_children[parent].push_back(id);
    choose(parent, id);
    m_tail.push_back(id);
    return id;
}

void MessageTree::follow(int id)
{
    choose(parentOf(count()), id);
    if (id < m_trunk) {
        // Along the trunk to the first place where it was left: no step a row.
        Q_ASSERT(m_tail.empty() && id == m_trunkOnPath);
        const auto left = m_chosen.lower_bound(id);
        const bool isLeft = left != m_chosen.end() && left->first < m_trunk;
        m_trunkOnPath = isLeft ? left->first + 1 : m_trunk;
        if (!isLeft)
            return;
        id = left->second;
    }
    m_tail.push_back(id);
    for (auto next = m_chosen.find(id); next != m_chosen.end(); next = m_chosen.find(next->second))
        m_tail.push_back(next->second);
}

void MessageTree::choose(int parent, int child)
{
    if (child < m_trunk)
        m_chosen.erase(parent);
    else
        m_chosen[parent] = child;
}

SiblingPlace MessageTree::place(int row) const
{
    const int parent = parentOf(row);
    const int id = idAt(row);
    const int before = hasTrunkChild(parent) ? 1 : 0;
    const auto added = m_children.find(parent);
    if (added == m_children.end())
        return {};
    const auto& children = added->second;
    const int count = before + static_cast<int>(children.size());
    if (id < m_trunk)
        return {.index = 0, .count = count};
    return {.index = before + static_cast<int>(std::ranges::find(children, id) - children.begin()), .count = count};
}

int MessageTree::sibling(int row, int by) const
{
    const SiblingPlace here = place(row);
    const int wanted = here.index + by;
    if (wanted < 0 || wanted >= here.count)
        return -1;
    const int parent = parentOf(row);
    const int before = hasTrunkChild(parent) ? 1 : 0;
    if (wanted < before)
        return parent + 1;
    const auto added = m_children.find(parent);
    return added == m_children.end() ? idAt(row) : added->second[static_cast<std::size_t>(wanted - before)];
}

}
