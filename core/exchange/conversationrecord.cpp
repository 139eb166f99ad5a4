#include "core/exchange/conversationrecord.h"

#include <algorithm>
#include <map>

namespace sluice {

namespace {

std::map<int, int> youngestChildren(const std::vector<int>& parents)
{
    std::map<int, int> youngest; // by parent; ids ascend, so the last one written stands
    for (std::size_t id = 0; id < parents.size(); ++id)
        youngest[parents[id]] = static_cast<int>(id);
    return youngest;
}

}

std::vector<int> parentsOf(const MessageShape& shape)
{
    std::vector<int> parents(static_cast<std::size_t>(std::max(shape.count, 0)));
    for (std::size_t id = 0; id < parents.size(); ++id)
        parents[id] = static_cast<int>(id) - 1;
    for (const MessageShape::Link& jump : shape.jumps) {
        if (jump.child >= 0 && jump.child < shape.count && jump.parent < jump.child)
            parents[static_cast<std::size_t>(jump.child)] = jump.parent;
    }
    return parents;
}

std::vector<int> shownPath(const MessageShape& shape)
{
    const std::vector<int> parents = parentsOf(shape);
    std::map<int, int> next = youngestChildren(parents);
    for (const MessageShape::Link& link : shape.chosen) {
        if (link.child >= 0 && link.child < shape.count && parents[static_cast<std::size_t>(link.child)] == link.parent)
            next[link.parent] = link.child;
    }
    std::vector<int> path;
    // Children are older than nothing on their path: ids only ascend, so this ends.
    for (auto step = next.find(-1); step != next.end(); step = next.find(step->second))
        path.push_back(step->second);
    return path;
}

MessageShape shapeOf(const std::vector<int>& parents, int lastShown)
{
    MessageShape shape {.count = static_cast<int>(parents.size()), .jumps = {}, .chosen = {}};
    for (int id = 0; id < shape.count; ++id) {
        const int parent = parents[static_cast<std::size_t>(id)];
        if (parent != id - 1)
            shape.jumps.push_back({.parent = parent, .child = id});
    }
    const std::map<int, int> youngest = youngestChildren(parents);
    for (int id = lastShown; id >= 0; id = parents[static_cast<std::size_t>(id)]) {
        const int parent = parents[static_cast<std::size_t>(id)];
        if (youngest.at(parent) != id)
            shape.chosen.push_back({.parent = parent, .child = id});
    }
    std::reverse(shape.chosen.begin(), shape.chosen.end());
    return shape;
}

}
