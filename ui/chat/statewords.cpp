#include "ui/chat/statewords.h"

#include <QCoreApplication>

namespace sluice {

namespace {

struct StateWords
{
    Q_DECLARE_TR_FUNCTIONS(StateWords)
};

QString stoppedWords(ServerStop serverStop)
{
    switch (serverStop) {
    case ServerStop::NotAsked:
        return StateWords::tr("stopped");
    case ServerStop::Confirmed:
        return StateWords::tr("stopped (server confirmed)");
    case ServerStop::Unknown:
        return StateWords::tr("stopped (server unknown)");
    }
    Q_UNREACHABLE();
}

}

QString stateWords(MessageState state, ServerStop serverStop)
{
    switch (state) {
    case MessageState::Pending:
        return StateWords::tr("pending");
    case MessageState::Streaming:
        return StateWords::tr("streaming");
    case MessageState::Complete:
        return StateWords::tr("complete");
    case MessageState::Stopped:
        return stoppedWords(serverStop);
    case MessageState::Interrupted:
        return StateWords::tr("interrupted");
    case MessageState::Failed:
        return StateWords::tr("failed");
    }
    Q_UNREACHABLE();
}

QString stateWords(StreamState state, ServerStop serverStop)
{
    switch (state) {
    case StreamState::Idle:
        return StateWords::tr("idle");
    case StreamState::Queued:
        return StateWords::tr("queued");
    case StreamState::Connecting:
        return StateWords::tr("connecting");
    case StreamState::Waiting:
        return StateWords::tr("waiting");
    case StreamState::Streaming:
        return StateWords::tr("streaming");
    case StreamState::Stalled:
        return StateWords::tr("stalled");
    case StreamState::Reconnecting:
        return StateWords::tr("reconnecting");
    case StreamState::Finished:
        return StateWords::tr("finished");
    case StreamState::Stopped:
        return stoppedWords(serverStop);
    case StreamState::Failed:
        return StateWords::tr("failed");
    }
    Q_UNREACHABLE();
}

}
