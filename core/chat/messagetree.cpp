#include "core/chat/messagetree.h"

#include <QtGlobal>

#include <algorithm>

namespace sluice {

MessageTree::MessageTree(int count)
    : MessageTree(MessageShape {.count = count, .jumps = {}, .chosen = {}})
{ }

MessageTree::MessageTree(const MessageShape& shape)
    : m_nextId(shape.count)
{
    int before = 0; // the first one has nothing to jump from
    for (const MessageShape::Link& jump : shape.jumps) {
        if (jump.child <= before || jump.child >= m_nextId || jump.parent < -1 || jump.parent >= jump.child - 1)
            continue;
        m_jumps.push_back(jump);
        m_jumpsFrom[jump.parent].push_back(jump.child);
        before = jump.child;
    }
    for (const MessageShape::Link& link : shape.chosen) {
        if (contains(link.child) && parentOf(link.child) == link.parent)
            setVersion(link.parent, link.child);
    }
    if (const int first = versionAfter(-1); first >= 0)
        extend(first);
}

bool MessageTree::isJump(int id) const
{
    return std::ranges::binary_search(m_jumps, id, {}, &MessageShape::Link::child);
}

int MessageTree::parentOf(int id) const
{
    const auto jump = std::ranges::lower_bound(m_jumps, id, {}, &MessageShape::Link::child);
    return jump != m_jumps.end() && jump->child == id ? jump->parent : id - 1;
}

int MessageTree::idAt(int row) const
{
    Q_ASSERT(row >= 0 && row < count());
    const auto run = std::prev(std::ranges::upper_bound(m_path, row, {}, &Run::row));
    return run->id + (row - run->row);
}

RowRange MessageTree::rowsOf(int firstId, int lastId) const
{
    // The first row whose id is not below.
    const auto rowFrom = [this](int id) {
        const auto next = std::ranges::upper_bound(m_path, id, {}, &Run::id);
        if (next == m_path.begin())
            return 0;
        const int nextRow = next == m_path.end() ? m_rows : next->row;
        const Run& run = *std::prev(next);
        return std::min(nextRow, run.row + (id - run.id));
    };
    return {.first = rowFrom(firstId), .end = rowFrom(lastId + 1)};
}

int MessageTree::rowOf(int id) const
{
    const RowRange rows = rowsOf(id, id);
    return rows.isEmpty() ? -1 : rows.first;
}

void MessageTree::cut(int row)
{
    Q_ASSERT(row >= 0 && row <= count());
    m_path.erase(std::ranges::lower_bound(m_path, row, {}, &Run::row), m_path.end());
    m_rows = row;
}

int MessageTree::append()
{
    const int parent = m_rows == 0 ? -1 : idAt(m_rows - 1);
    const int id = m_nextId++;
    if (parent != id - 1) {
        m_jumps.push_back({.parent = parent, .child = id});
        m_jumpsFrom[parent].push_back(id);
    }
    setVersion(parent, id);
    extend(id);
    return id;
}

void MessageTree::follow(int id)
{
    Q_ASSERT(parentOf(id) == (m_rows == 0 ? -1 : idAt(m_rows - 1)));
    choose(id);
    extend(id);
}

void MessageTree::choose(int child)
{
    setVersion(parentOf(child), child);
}

void MessageTree::setVersion(int parent, int child)
{
    const auto jumps = m_jumpsFrom.find(parent);
    const int youngest = jumps == m_jumpsFrom.end() ? parent + 1 : jumps->second.back();
    if (child == youngest)
        m_chosen.erase(parent);
    else
        m_chosen[parent] = child;
}

int MessageTree::versionAfter(int id) const
{
    const auto jumps = m_jumpsFrom.find(id);
    if (jumps == m_jumpsFrom.end())
        return hasNext(id) ? id + 1 : -1;
    const auto chosen = m_chosen.find(id);
    return chosen == m_chosen.end() ? jumps->second.back() : chosen->second;
}

// From place to place where it could branch or end: no step a row.
void MessageTree::extend(int id)
{
    while (id >= 0) {
        if (m_rows == 0 || idAt(m_rows - 1) + 1 != id)
            m_path.push_back({.row = m_rows, .id = id});
        int last = m_nextId - 1;
        if (const auto branch = m_jumpsFrom.lower_bound(id); branch != m_jumpsFrom.end())
            last = std::min(last, branch->first);
        const auto jump = std::ranges::upper_bound(m_jumps, id, {}, &MessageShape::Link::child);
        if (jump != m_jumps.end())
            last = std::min(last, jump->child - 1);
        m_rows += last - id + 1;
        id = versionAfter(last);
    }
}

int MessageTree::versionsAfter(int id) const
{
    const auto jumps = m_jumpsFrom.find(id);
    return (hasNext(id) ? 1 : 0) + (jumps == m_jumpsFrom.end() ? 0 : int(jumps->second.size()));
}

SiblingPlace MessageTree::place(int row) const
{
    const int id = idAt(row);
    const int parent = row == 0 ? -1 : idAt(row - 1);
    const auto jumps = m_jumpsFrom.find(parent);
    if (jumps == m_jumpsFrom.end())
        return {};
    const int before = hasNext(parent) ? 1 : 0;
    const auto index = std::ranges::lower_bound(jumps->second, id) - jumps->second.begin();
    return {.index = id == parent + 1 ? 0 : before + int(index), .count = versionsAfter(parent)};
}

int MessageTree::sibling(int row, int by) const
{
    const SiblingPlace here = place(row);
    const int wanted = here.index + by;
    if (wanted < 0 || wanted >= here.count)
        return -1;
    const int parent = row == 0 ? -1 : idAt(row - 1);
    const int before = hasNext(parent) ? 1 : 0;
    return wanted < before ? parent + 1 : m_jumpsFrom.at(parent)[std::size_t(wanted - before)];
}

std::vector<int> MessageTree::choicesTo(int id) const
{
    std::vector<int> choices;
    while (id >= 0) {
        // Up to the turn that jumps, by the places that branch on the way.
        const auto above = std::ranges::upper_bound(m_jumps, id, {}, &MessageShape::Link::child);
        const int top = above == m_jumps.begin() ? 0 : std::prev(above)->child;
        for (auto branch = m_jumpsFrom.lower_bound(id); branch != m_jumpsFrom.begin();) {
            --branch;
            if (branch->first < top)
                break;
            if (versionAfter(branch->first) != branch->first + 1)
                choices.push_back(branch->first + 1);
        }
        const int parent = parentOf(top);
        if (versionAfter(parent) != top)
            choices.push_back(top);
        id = parent;
    }
    std::ranges::reverse(choices);
    return choices;
}

MessageShape MessageTree::shape() const
{
    MessageShape shape {.count = m_nextId, .jumps = m_jumps, .chosen = {}};
    for (const auto& [parent, child] : m_chosen)
        shape.chosen.push_back({.parent = parent, .child = child});
    return shape;
}

}
