#pragma once

#include "core/chat/delta.h"
#include "core/gateway/streamlog.h"
#include "core/wire/sseparser.h"

namespace sluice {

/// How the deltas of one stream look on the wire: each call appends whole events to the stream's log, whose numbers are the event
/// ids. One per stream; pure.
class AnswerFormat
{
public:
    virtual ~AnswerFormat() = default;

    /// Whether the events carry ids, so that a reader can say where it stopped.
    virtual bool hasEventIds() const = 0;

    /// Adapts a delta before the buffer strategy sees it; false drops it.
    virtual bool prepare(Delta&) { return true; }

    virtual void begin(StreamLog&) { }
    /// An event of the origin's server, before the deltas that it holds: see AnswerSink::takeEvent().
    virtual void relay(const SseEventView&, StreamLog&) { }
    virtual void write(const Delta& delta, StreamLog& log) = 0;
    virtual void end(const StreamEnd& end, const Usage& usage, StreamLog& log) = 0;
};

}
