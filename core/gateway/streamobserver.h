#pragma once

#include "core/base/clock.h"
#include "core/chat/delta.h"
#include "core/flow/deltaqueue.h"

namespace sluice {

/// Watches one stream, for metrics and profiles, or holds something as long as it runs. Owned by the stream. Gateway thread; must
/// not call back into the stream. A stream without observers does nothing for them.
class StreamObserver
{
public:
    virtual ~StreamObserver() = default;

    /// The origin has taken the request.
    virtual void begun(TimePoint /*now*/) { }
    /// A delta came from the source, before the strategy.
    virtual void deltaCame(const Delta& /*delta*/, TimePoint /*now*/) { }
    /// The strategy released so many text deltas together; without one, each delta.
    virtual void flushed(int /*textDeltas*/, TimePoint /*now*/) { }
    /// Text deltas that the strategy holds now.
    virtual void held(int /*textDeltas*/, TimePoint /*now*/) { }
    /// Events in the log that no reader has taken yet. Only of a stream whose readers are counted, or that is profiled.
    virtual void queueChanged(quint64 /*events*/) { }
    /// Paused: the readers lag by a whole window, and the source is not read.
    virtual void readingChanged(Reading /*reading*/, TimePoint /*now*/) { }
    /// Once, last. \a wasRefused: the origin refused before there was an answer, and the client got an HTTP status for it.
    virtual void ended(const StreamEnd& /*end*/, const Usage& /*usage*/, bool /*wasRefused*/, TimePoint /*now*/) { }
};

}
