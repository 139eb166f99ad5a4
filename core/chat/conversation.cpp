#include "core/chat/conversation.h"

#include <initializer_list>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

template <typename Value>
std::optional<Value> named(QStringView name, QString (*nameOf)(Value), std::initializer_list<Value> values)
{
    for (const Value value : values) {
        if (name == nameOf(value))
            return value;
    }
    return std::nullopt;
}

}

QString messageStateName(MessageState state)
{
    switch (state) {
    case MessageState::Pending:
        return u"pending"_s;
    case MessageState::Streaming:
        return u"streaming"_s;
    case MessageState::Complete:
        return u"complete"_s;
    case MessageState::Stopped:
        return u"stopped"_s;
    case MessageState::Interrupted:
        return u"interrupted"_s;
    case MessageState::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

std::optional<MessageState> messageStateFromName(QStringView name)
{
    using enum MessageState;
    return named(name, messageStateName, {Pending, Streaming, Complete, Stopped, Interrupted, Failed});
}

QString roleName(Role role)
{
    switch (role) {
    case Role::System:
        return u"system"_s;
    case Role::User:
        return u"user"_s;
    case Role::Assistant:
        return u"assistant"_s;
    }
    Q_UNREACHABLE();
}

std::optional<Role> roleFromName(QStringView name)
{
    return named(name, roleName, {Role::System, Role::User, Role::Assistant});
}

QString serverStopName(ServerStop stop)
{
    switch (stop) {
    case ServerStop::NotAsked:
        return u"not_asked"_s;
    case ServerStop::Confirmed:
        return u"confirmed"_s;
    case ServerStop::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ServerStop> serverStopFromName(QStringView name)
{
    return named(name, serverStopName, {ServerStop::NotAsked, ServerStop::Confirmed, ServerStop::Unknown});
}

}
