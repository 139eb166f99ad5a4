#pragma once

#include "core/chat/delta.h"
#include "core/flow/deltaqueue.h"
#include "core/sockets/httpexchange.h"
#include "core/wire/sseparser.h"

#include <memory>

namespace sluice {

class StageClock;

/// Takes one answer as it comes into being. Gateway thread.
class AnswerSink
{
public:
    virtual ~AnswerSink() = default;
    /// The origin has taken the request: what comes now is the answer. At most once, first; an end without it is a refusal.
    virtual void takeHead() = 0;
    /// An event as the origin's server sent it, before the deltas that it holds. Only of an answer that is asked for as a client
    /// wrote it (AnswerRequest::completion), and not of one that reports a failure in a form of its own. Valid during the call.
    virtual void takeEvent(const SseEventView&) { }
    virtual void takeDelta(const Delta& delta) = 0;
    /// Exactly once, last.
    virtual void takeEnd(const StreamEnd& end) = 0;
};

/// What is known of an answer's way here; nothing of one that was made here.
struct SourceFigures
{
    std::optional<HttpStamps> stamps;
    qint64 wireBytes = 0;
    qint64 decodedBytes = 0;
};

/// Where an answer comes from. Gateway thread. Its owner stops it before it lets go of the sink; destroying it may come later.
class AnswerSource
{
public:
    virtual ~AnswerSource() = default;

    /// Begins. The sink lives until stop() or takeEnd(), and is never called from inside start() or setReading().
    virtual void start(AnswerSink& sink) = 0;

    /// Before start(): the time of this answer's way here goes to \a clock, too. It may be shared longer than this lives.
    virtual void setClock(const std::shared_ptr<StageClock>& /*clock*/) { }

    /// Paused: nothing more than is already under way, until Go. At first it is Go.
    virtual void setReading(Reading reading) = 0;

    /// Ends the answer at once and for good: the sink is never called again. Also from inside a call to the sink.
    virtual void stop() = 0;

    virtual SourceFigures figures() const { return {}; }
};

}
