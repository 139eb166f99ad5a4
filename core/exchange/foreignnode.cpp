#include "core/exchange/foreignnode.h"

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// What a node hands down to its children.
struct Inherited
{
    int parent = -1; ///< the id of the nearest message above
    QString reasoning; ///< of an answer that is still to come
};

bool isOnlyReasoning(const Message& message)
{
    return message.role == Role::Assistant && message.text.isEmpty() && !message.reasoning.isEmpty()
        && message.attachments.isEmpty();
}

QString joined(const QString& first, const QString& second)
{
    return first.isEmpty() || second.isEmpty() ? first + second : first + "\n\n"_L1 + second;
}

}

qint64 foreignTime(const JsonValue& value)
{
    constexpr double Latest = 253402300799999.0; // the last millisecond of the year 9999
    double time = value.number().value_or(0);
    if (time > 1e17)
        time /= 1e6;
    else if (time < 1e11)
        time *= 1000;
    return time > 0 && time <= Latest ? static_cast<qint64>(time) : 0;
}

void ForeignTree::add(std::string name, ForeignNode node)
{
    if (m_index.emplace(name, m_nodes.size()).second)
        m_nodes.push_back({std::move(name), std::move(node)});
}

ConversationRecord ForeignTree::record(const std::string& current) const
{
    std::unordered_map<std::size_t, std::vector<std::size_t>> children;
    std::vector<std::size_t> roots;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const auto parent = m_index.find(m_nodes[i].node.parent);
        if (parent == m_index.end() || parent->second == i)
            roots.push_back(i);
        else
            children[parent->second].push_back(i);
    }

    ConversationRecord record;
    std::vector<int> parents;
    std::unordered_map<std::size_t, int> nearest; // the message that is shown for a node: its own or one above
    std::vector<std::pair<std::size_t, Inherited>> open; // depth first; a stack, as chains are as long as conversations
    std::vector<char> isDone(m_nodes.size(), 0); // by node
    const auto walk = [&] {
        while (!open.empty()) {
            auto [node, above] = std::move(open.back());
            open.pop_back();
            if (std::exchange(isDone[node], 1) != 0)
                continue;
            const std::optional<Message>& message = m_nodes[node].node.message;
            const auto below = children.find(node);
            if (message && isOnlyReasoning(*message) && below != children.end()) {
                above.reasoning = joined(above.reasoning, message->reasoning);
            } else if (message) {
                Message taken = *message;
                if (taken.role == Role::Assistant)
                    taken.reasoning = joined(std::exchange(above.reasoning, {}), taken.reasoning);
                parents.push_back(above.parent);
                above.parent = static_cast<int>(record.messages.size());
                record.messages.append(std::move(taken));
            }
            nearest[node] = above.parent;
            if (below == children.end())
                continue;
            for (auto child = below->second.rbegin(); child != below->second.rend(); ++child)
                open.emplace_back(*child, above);
        }
    };
    for (auto root = roots.rbegin(); root != roots.rend(); ++root)
        open.emplace_back(*root, Inherited {});
    walk();
    for (std::size_t i = 0; i < m_nodes.size(); ++i) { // circles
        if (isDone[i] == 0) {
            open.emplace_back(i, Inherited {});
            walk();
        }
    }
    const auto shown = m_index.find(current);
    record.shape = shapeOf(parents, shown == m_index.end() ? -1 : nearest.at(shown->second));
    record.summary.messageCount = record.shape.count;
    return record;
}

}
