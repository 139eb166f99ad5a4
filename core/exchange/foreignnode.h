#pragma once

#include "core/chat/jsonreader.h"
#include "core/exchange/conversationrecord.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice {

/// Milliseconds since 1970 of a time that another program wrote as seconds, milliseconds or nanoseconds; 0 for what is no time
/// between 1970 and the year 9999.
qint64 foreignTime(const JsonValue& value);

/// A node of another program's conversation tree.
struct ForeignNode
{
    std::string parent; ///< empty = none
    /// What it shows; nothing for one that only carries its children (a system prompt, a tool's output).
    std::optional<Message> message;
};

/// Turns another program's tree, nodes by their names, into a record: nodes without a message are left out and their children
/// hang where they hung; reasoning that stands in a node of its own goes to the answer after it. Pure.
class ForeignTree
{
public:
    /// Nodes in the order of the file. A name that comes twice is ignored.
    void add(std::string name, ForeignNode node);

    /// Messages and shape; \a current is the name of the last node shown, if the file says so. Nodes in a circle, or whose parent
    /// is missing, hang at the beginning.
    ConversationRecord record(const std::string& current) const;

private:
    struct Named
    {
        std::string name;
        ForeignNode node;
    };

    std::vector<Named> m_nodes;
    std::unordered_map<std::string, std::size_t> m_index;
};

}
