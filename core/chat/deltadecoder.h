#pragma once

#include "core/base/result.h"
#include "core/chat/answertrace.h"
#include "core/chat/delta.h"
#include "core/wire/sseparser.h"

namespace sluice {

/// Events of one answer → deltas. One per stream and attempt; pure; the network thread.
///
/// A stream is complete when the provider's own finish was seen. What arrives after that (usage, filters) is still taken, until
/// the body ends or isDone().
class DeltaDecoder
{
public:
    virtual ~DeltaDecoder() = default;

    /// Appends what \a event holds to \a out. An error the server reports in mid-stream, in whichever form, and malformed
    /// JSON (Protocol, naming the event) are returned; deltas decoded before it stay in \a out.
    virtual Result<void> decode(const SseEventView& event, Deltas& out) = 0;

    /// The same for a whole plain JSON answer that came although a stream was asked for.
    virtual Result<void> decodeJson(QByteArrayView body, Deltas& out) = 0;

    /// The provider's finish was seen.
    virtual bool isFinished() const = 0;

    /// Nothing that may still come matters: the stream can be closed ([DONE], message_stop, response.completed…).
    virtual bool isDone() const = 0;

    /// The provider's own word; empty before the finish.
    virtual QString finishReason() const = 0;

    /// Call when the body ended, or isDone(). Succeeds when the answer is complete; else Network for a body that just stopped,
    /// Protocol for an end mark without a finish.
    virtual Result<void> end() const = 0;

    /// Another body begins that goes on with the answer. What it repeats is to be passed over, where events have numbers of
    /// their own.
    virtual void goOn() { }

    /// Notes what the events said about where in its server's log the answer stands, if they do.
    virtual void note(AnswerTrace&) const { }
};

}
