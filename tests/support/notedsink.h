#pragma once

#include "core/chat/messageshape.h"
#include "core/chat/messagesink.h"

#include <QList>
#include <QStringList>

#include <map>

namespace sluice::test {

/// Writes down what it was told, and has the messages as a store would.
class NotedSink final : public MessageSink
{
public:
    QStringList notes; ///< "put 1 after 0: streaming 'text'", "grow 1: 'text' 'reasoning'", "choose 3 after 0"
    QList<Message> puts;
    std::map<int, Message> stored; ///< by id
    std::map<int, int> parents;
    std::map<int, int> chosen; ///< by parent

    void put(int id, int parent, const Message& message) override
    {
        notes << QStringLiteral("put %1 after %2: %3 '%4'")
                     .arg(QString::number(id), QString::number(parent), messageStateName(message.state), message.text);
        puts << message;
        stored[id] = message;
        parents[id] = parent;
    }

    void grow(int id, const QString& text, const QString& reasoning) override
    {
        notes << QStringLiteral("grow %1: '%2' '%3'").arg(QString::number(id), text, reasoning);
        stored[id].text += text;
        stored[id].reasoning += reasoning;
    }

    void choose(int parent, int child) override
    {
        notes << QStringLiteral("choose %1 after %2").arg(child).arg(parent);
        chosen[parent] = child;
    }

    /// The shape of what was told, from the first message on.
    MessageShape shape() const
    {
        MessageShape shape {.count = int(stored.size()), .jumps = {}, .chosen = {}};
        for (const auto& [id, parent] : parents) {
            if (parent != id - 1)
                shape.jumps.push_back({.parent = parent, .child = id});
        }
        for (const auto& [parent, child] : chosen)
            shape.chosen.push_back({.parent = parent, .child = child});
        return shape;
    }
};

}
