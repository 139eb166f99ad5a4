#pragma once

#include "core/chat/answerjoiner.h"
#include "core/chat/answerrecorder.h"
#include "core/chat/provider.h"
#include "core/engine/answerbody.h"
#include "core/figures/arrivalrecorder.h"
#include "core/flow/deltaqueue.h"

#include <array>
#include <memory>
#include <span>

namespace sluice {

class StreamMeter;

/// The pure middle of a stream: wire bytes in (AnswerBody), flushes into the queue. It can stop after any event when the queue is
/// full, and goes on from there. No clock, no timer, no signal; one thread.
///
/// Use: beginBody(); then advance() until it says NeedsInput, fill inputSpace(), takeInput(), and so on; endBody() when all is
/// read; end() exactly once, last.
class StreamPipeline
{
public:
    enum class Progress {
        NeedsInput,
        Blocked, ///< the queue is full; go on after unblock()
        Done, ///< the answer is complete, whatever may follow
    };

    /// \a strategy must be valid; \a queue must outlive this. \a joiner knows what there is of the answer.
    StreamPipeline(const StrategyOptions& strategy, DeltaQueue& queue, TimePoint start, const PipelineLimits& limits = {},
        AnswerJoiner joiner = {{}, AnswerJoiner::Keeping::Nothing});

    /// Keeps the deltas for the response cache, with times that count from \a start. Before the first body.
    void startRecording(TimePoint start) { m_recorder.emplace(start); }
    /// The answer, once, after end(); nothing when it is not complete.
    std::optional<RecordedAnswer> takeRecording() { return m_recorder ? m_recorder->takeAnswer() : std::nullopt; }

    /// A body begins: the first, or one of a new attempt.
    void beginBody(std::unique_ptr<DeltaDecoder> decoder, const BodyPlan& plan);
    /// A body begins that goes on, event by event, behind the last one that was complete; what the decoder knows stays. An event
    /// whose id is a number that has passed already is left out.
    void continueBody(const BodyPlan& plan);
    /// A body begins that goes on at the very byte where the last one broke off. False when it cannot: the coding is another.
    bool resumeBody(const BodyPlan& plan);
    /// Says by which means the answer goes on in the body that begins.
    void goOn(ResumeMeans means);
    /// The same for one that is replayed from its beginning: what stands there is passed over.
    void goOnFromStart(ResumeMeans means) { m_joiner.goOnFromStart(means); }

    /// Where the next wire bytes go. Only after NeedsInput.
    std::span<char> inputSpace() { return m_input; }
    /// They came to this process at \a received, by which what they hold is measured; not later than the time that advance() gets
    /// next.
    void takeInput(qsizetype count, TimePoint received);

    /// Works until something is missing. The error of the wire, of the decoder, or the one the server reported; what came before
    /// it is in the strategy by then.
    Result<Progress> advance(TimePoint now);
    void unblock(TimePoint now);

    /// The body ended and advance() has said NeedsInput: is the answer complete?
    Result<void> endBody(TimePoint now);

    /// Text that is held is told of so long after it was read: with a frame of 100 ms and the AnswerJournal's interval it is safe
    /// after 250.
    static constexpr Millis HeldInterval {40};

    /// Releases what is due, and tells of what is held; call it at nextDue().
    void releaseDue(TimePoint now);
    std::optional<TimePoint> nextDue() const;
    void setStrategy(const StrategyOptions& strategy, TimePoint now);

    /// Delivers all that is held, then \a end. Nothing may be called after it but the observers.
    void end(StreamEnd end, TimePoint now);

    /// Whether something was put into the queue since the last call.
    bool takePushed() { return std::exchange(m_pushed, false); }

    bool hasBegun() const { return m_body.hasDecoder(); } ///< there was a body
    bool isFinished() const { return m_body.isFinished(); }
    QString finishReason() const { return m_body.finishReason(); }
    qint64 answerDeltas() const { return m_answerDeltas; } ///< text, reasoning and tool deltas
    qint64 textDeltas() const { return m_textDeltas; }
    std::optional<TimePoint> firstTextAt() const { return m_firstTextAt; }
    std::optional<TimePoint> lastEventAt() const { return m_lastEventAt; } ///< in this body
    qint64 wireBytes() const { return m_body.wireBytes(); }
    qint64 decodedBytes() const { return m_body.decodedBytes(); }
    qint64 events() const { return m_body.events(); }
    /// The decoder itself reported what went wrong: the server's word, or what nobody can read. The same bytes again would not
    /// help.
    bool answerFailed() const { return m_body.answerFailed(); }
    /// The body ended inside compressed data: it was cut, whatever the connection said.
    bool isCutShort() const { return m_body.isCutShort(); }
    /// Notes how far the answer has come.
    void note(AnswerTrace& trace) const { m_body.note(trace); }
    std::optional<Millis> serverRetry() const { return m_body.serverRetry(); } ///< what the server asked for last, in any body
    const AnswerJoiner& answer() const { return m_joiner; }

    const Usage& usage() const { return m_usage; } ///< as last reported

    /// Counts what passes from now on, too; null = no more.
    void setMeter(StreamMeter* meter) { m_meter = meter; }
    /// What was noted of the deltas; attempts are noted by who makes them.
    ArrivalRecorder& arrivals() { return m_arrivals; }
    std::shared_ptr<const ArrivalFigures> arrivalFigures(TimePoint now, bool isEnded);

private:
    void pushDeltas(TimePoint now);
    void note(const Delta& delta);
    void pushJoined(TimePoint now);
    void pushFlush(Flush flush, TimePoint now);
    void tellHeld(TimePoint now);
    void push(QueueItem item, qsizetype* depth = nullptr);

    DeltaQueue& m_queue;
    std::unique_ptr<BufferStrategy> m_strategy;
    ArrivalRecorder m_arrivals;
    StreamMeter* m_meter = nullptr;
    Usage m_usage;
    std::optional<AnswerRecorder> m_recorder;
    AnswerJoiner m_joiner;

    AnswerBody m_body;
    TimePoint m_receivedAt; ///< when the bytes came that are worked on, or, after a block, when they could be
    std::optional<TimePoint> m_lastEventAt; ///< in the current body

    static constexpr std::size_t InputBytes = 16 * 1024; ///< also what may be in hand when the queue fills
    std::array<char, InputBytes> m_input;

    qsizetype m_toldCharacters = 0; ///< of the text that is held, from its beginning
    std::optional<TimePoint> m_untoldSince; ///< the rest of it

    Deltas m_deltas; ///< kept for its memory, like the next one
    Deltas m_joined;
    bool m_blocked = false;
    bool m_pushed = false;
    qint64 m_answerDeltas = 0;
    qint64 m_textDeltas = 0;
    std::optional<TimePoint> m_firstTextAt;
};

}
