#pragma once

#include "core/base/error.h"
#include "core/chat/answerstrip.h"
#include "core/chat/attachment.h"
#include "core/chat/delta.h"
#include "core/chat/replayticket.h"
#include "core/chat/seam.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

enum class Role { System, User, Assistant };

/// Where a message stands. Every state but Pending and Streaming is final.
enum class MessageState { Pending, Streaming, Complete, Stopped, Interrupted, Failed };

/// The stable name of \a state on screen and on disk: "pending", "streaming"…
QString messageStateName(MessageState state);
std::optional<MessageState> messageStateFromName(QStringView name);

/// The stable name of \a role on the wire and on disk: "system", "user", "assistant".
QString roleName(Role role);
std::optional<Role> roleFromName(QStringView name);

/// Whether the server was told to stop, where closing the connection does not tell it (SPEC "Reconnect and resume").
enum class ServerStop { NotAsked, Confirmed, Unknown };

/// The stable name of \a stop on disk: "not_asked", "confirmed", "unknown".
QString serverStopName(ServerStop stop);
std::optional<ServerStop> serverStopFromName(QStringView name);

/// What was measured of one answer. Times in milliseconds from the request; nothing for what was not measured.
struct AnswerFigures
{
    std::optional<double> ttftMs;
    std::optional<double> e2eMs;
    qint64 textDeltas = 0;
    Usage usage;
    bool cached = false;
    int reconnects = 0;
    AnswerStrip strip {};

    bool operator==(const AnswerFigures&) const = default;
};

/// One turn. A value.
struct Message
{
    Role role = Role::User;
    QString text;
    QString reasoning;
    MessageState state = MessageState::Complete;
    ServerStop serverStop = ServerStop::NotAsked; ///< of a Stopped one
    /// Stands below the kept text when the state is Failed.
    std::optional<Error> error;
    QString model;
    QString finishReason;
    AnswerFigures figures;
    QDateTime createdAt;
    QList<Attachment> attachments; ///< of a user's turn
    QList<Seam> seams; ///< of an answer, by place
    /// Of an answer that has not ended, or broke off, while its server may still have all of it.
    std::optional<ReplayTicket> ticket {};
    /// Counts the times that text or reasoning was replaced. While it stays the same they only grow, so that who shows them may
    /// take just what is new.
    int rewrites = 0;

    bool operator==(const Message&) const = default;
};

/// The states an answer can be continued from: it ended before its own end.
constexpr bool isCutShort(MessageState state)
{
    return state == MessageState::Stopped || state == MessageState::Interrupted || state == MessageState::Failed;
}

}
