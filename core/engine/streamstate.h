#pragma once

#include "core/base/clock.h"
#include "core/chat/conversation.h"

#include <QString>

namespace sluice {

/// Where a stream stands, as the user sees it (SPEC "Reconnect and resume").
enum class StreamState { Idle, Queued, Connecting, Waiting, Streaming, Stalled, Reconnecting, Finished, Stopped, Failed };

/// The word on screen and in the accessible name: "connecting", "streaming"…
QString streamStateName(StreamState state);

/// What stands beside a stopped answer: "stopped", "stopped (server confirmed)" or "stopped (server unknown)".
QString stoppedName(ServerStop serverStop);

/// Whether a stream in \a state has still to end.
bool isRunning(StreamState state);

/// A state with what belongs to it. A value, safe to pass between threads.
struct StreamStatus
{
    StreamState state = StreamState::Idle;
    int attempt = 0; ///< Reconnecting: the coming retry, from 1
    Millis delay {0}; ///< Reconnecting: time until it
    bool isOffline = false; ///< Reconnecting: it waits for the network to come back
    QString reason {}; ///< Reconnecting: what broke the last attempt, in one sentence
    ServerStop serverStop = ServerStop::NotAsked; ///< Stopped: known once StreamHandle::serverStopped() has said so

    bool operator==(const StreamStatus&) const = default;
};

}
