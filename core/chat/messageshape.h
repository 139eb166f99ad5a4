#pragma once

#include <vector>

namespace sluice {

/// How the stored messages of a conversation hang together. Ids count from 0 in the order of their making; mostly each follows
/// the one before, so only what differs is said. A value.
struct MessageShape
{
    struct Link
    {
        int parent = -1; ///< -1 = before the first turn
        int child = 0;

        bool operator==(const Link&) const = default;
    };

    int count = 0;
    std::vector<Link> jumps; ///< by child, ascending: those whose parent is not child - 1
    std::vector<Link> chosen; ///< by parent: the version shown, where it is not the youngest

    bool operator==(const MessageShape&) const = default;
};

}
