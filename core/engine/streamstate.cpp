#include "core/engine/streamstate.h"

namespace sluice {

using namespace Qt::StringLiterals;

QString streamStateName(StreamState state)
{
    switch (state) {
    case StreamState::Idle:
        return u"idle"_s;
    case StreamState::Queued:
        return u"queued"_s;
    case StreamState::Connecting:
        return u"connecting"_s;
    case StreamState::Waiting:
        return u"waiting"_s;
    case StreamState::Streaming:
        return u"streaming"_s;
    case StreamState::Stalled:
        return u"stalled"_s;
    case StreamState::Reconnecting:
        return u"reconnecting"_s;
    case StreamState::Finished:
        return u"finished"_s;
    case StreamState::Stopped:
        return u"stopped"_s;
    case StreamState::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

QString stoppedName(ServerStop serverStop)
{
    switch (serverStop) {
    case ServerStop::NotAsked:
        return u"stopped"_s;
    case ServerStop::Confirmed:
        return u"stopped (server confirmed)"_s;
    case ServerStop::Unknown:
        return u"stopped (server unknown)"_s;
    }
    Q_UNREACHABLE();
}

bool isRunning(StreamState state)
{
    switch (state) {
    case StreamState::Queued:
    case StreamState::Connecting:
    case StreamState::Waiting:
    case StreamState::Streaming:
    case StreamState::Stalled:
    case StreamState::Reconnecting:
        return true;
    case StreamState::Idle:
    case StreamState::Finished:
    case StreamState::Stopped:
    case StreamState::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

}
