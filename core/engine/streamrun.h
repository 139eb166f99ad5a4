#pragma once

#include "core/chat/recordedanswer.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streamstate.h"
#include "core/figures/arrivalrecorder.h"

#include <QObject>

#include <memory>
#include <optional>

namespace sluice {

/// An answer on its way into a StreamLink: the producer's half of a stream, wherever the answer comes from. Network thread only;
/// owned by NetworkSide. Ends with exactly one StreamEnd in the queue of its link, then closed(), after which it does nothing any
/// more but wait for a server to confirm that it stops.
class StreamRun : public QObject
{
    Q_OBJECT

public:
    virtual void start() = 0;
    /// Delivers what is held, and ends with kind Cancelled.
    virtual void stop() = 0;
    virtual void setStrategy(const StrategyOptions& strategy) = 0;
    /// The queue has been drained to its low mark.
    virtual void readOn() = 0;

    /// The network is gone: attempts wait, unless they stay on this machine. Or it is back: what waits goes on at once.
    virtual void setOffline(bool) { }
    /// The machine has slept, or its network has changed: the connection may be dead without a word.
    virtual void checkConnection() { }

    /// After closed(): serverStopped() is still to come.
    virtual bool awaitsServerStop() const { return false; }

    /// How the answer came until now, or until its end.
    virtual std::shared_ptr<const ArrivalFigures> arrivals() = 0;

    /// The answer for the response cache, once, after closed(); nothing when it is not to be stored.
    virtual std::optional<RecordedAnswer> takeRecording() { return std::nullopt; }

Q_SIGNALS:
    void statusChanged(const sluice::StreamStatus& status);
    /// The queue has something; not repeated until the consumer has cleared StreamLink::wakePosted.
    void woken(const sluice::StreamFigures& figures);
    void closed(const sluice::StreamFigures& figures);
    /// From now on this is what it takes to have the answer replayed; nothing = it cannot be.
    void ticketChanged(const std::optional<sluice::ReplayTicket>& ticket);
    /// At most once, where closing a connection does not stop its server: what became of telling it to.
    void serverStopped(sluice::ServerStop outcome);
};

}
