#pragma once

#include "core/base/clock.h"
#include "core/chat/deltadecoder.h"
#include "core/engine/bodyplan.h"
#include "core/engine/pipelinelimits.h"
#include "core/wire/inflater.h"
#include "core/wire/sseparser.h"

#include <memory>

namespace sluice {

class StageClock;

/// The front half of a stream, pure: the wire bytes of a body in, deltas out, at most those of one event at a time. Inflates,
/// sees whether it is an event stream or JSON, takes it apart, decodes, and knows whether the answer is complete. Holds no input
/// but what an unfinished event needs. One thread.
///
/// Use: begin(); then next() until it says NeedsInput, feed(), and so on; end() when the body is over.
class AnswerBody
{
public:
    enum class Step {
        NeedsInput,
        Event, ///< one event was taken; it may have held no delta
        Done, ///< the same, and the answer is complete, whatever may follow
    };

    explicit AnswerBody(const PipelineLimits& limits = {});

    /// Null, or what this costs goes there, stage by stage; outlives the last call.
    void setClock(StageClock* clock) { m_clock = clock; }

    /// A body begins: the first, or one of a new attempt.
    void begin(std::unique_ptr<DeltaDecoder> decoder, const BodyPlan& plan);
    /// A body begins that goes on, event by event, behind the last one that was complete; what the decoder knows stays. An event
    /// whose id is a number that has passed already is taken without its deltas.
    void goOnByEvent(const BodyPlan& plan);
    /// Whether a body can go on at the very byte where the last one broke off: not when its coding is another.
    bool canGoOnByByte(const BodyPlan& plan) const { return plan.gzip == m_plan.gzip; }

    /// The next wire bytes. Only at first and after NeedsInput; \a wire must stay alive until next() says so again.
    void feed(QByteArrayView wire);

    /// Takes the next event and appends what it holds to \a out. The error of the wire, of the decoder, or the one the server
    /// reported; deltas decoded before it are in \a out then, too.
    Result<Step> next(Deltas& out);

    /// The body is over and next() has said NeedsInput: is the answer complete? Appends what a JSON answer holds.
    Result<void> end(Deltas& out);

    /// The event that next() took last. Valid until next() or feed().
    const SseEventView& event() const { return m_event; }
    bool isJson() const { return m_shape == Shape::Json; }
    QByteArrayView json() const { return m_json; } ///< as far as it has come

    bool hasDecoder() const { return bool(m_decoder); }
    bool isFinished() const { return m_decoder && m_decoder->isFinished(); }
    QString finishReason() const { return m_decoder ? m_decoder->finishReason() : QString(); }
    qint64 wireBytes() const { return m_wireBytes; }
    qint64 decodedBytes() const { return m_decodedBytes; }
    qint64 events() const { return m_events; }
    /// The decoder itself reported what went wrong: the server's word, or what nobody can read. The same bytes again would not
    /// help.
    bool answerFailed() const { return m_answerFailed; }
    /// The body ended inside compressed data: it was cut, whatever the connection said.
    bool isCutShort() const { return m_isCutShort; }
    /// Notes how far the answer has come.
    void note(AnswerTrace& trace) const;
    std::optional<Millis> serverRetry() const; ///< what the server asked for last, in any body

private:
    enum class Shape { Unknown, EventStream, Json };

    void startBody(const BodyPlan& plan);
    Result<Step> takeEvent(Deltas& out);
    Result<std::optional<SseEventView>> parse();
    Result<QByteArrayView> inflate();
    Result<QByteArrayView> nextBlock();
    Result<void> takeBlock(QByteArrayView block);
    Result<void> sniff(QByteArrayView block);
    Result<void> appendJson(QByteArrayView block);
    Result<Step> doneOr(const Error& error) const;
    bool isRepeated() const;

    const PipelineLimits m_limits;
    StageClock* m_clock = nullptr;
    QByteArray m_lastEventId; ///< of the bodies before
    std::optional<Millis> m_serverRetry; ///< of the bodies before
    qint64 m_wholeBytes = 0; ///< wire bytes of the body, and of those that it goes on with byte by byte
    qint64 m_events = 0;
    qint64 m_wireBytes = 0;
    qint64 m_decodedBytes = 0;

    // Of the current body.
    std::unique_ptr<DeltaDecoder> m_decoder;
    std::unique_ptr<Inflater> m_inflater; ///< null for identity
    std::unique_ptr<SseParser> m_parser;
    BodyPlan m_plan;
    Shape m_shape = Shape::Unknown;
    QByteArrayView m_wire; ///< fed, not taken yet; by feed()'s contract it is alive
    SseEventView m_event; ///< by event()'s contract
    QByteArray m_head; ///< first bytes, until they show what the body is; the parser may look into it afterwards
    QByteArray m_json;
    qint64 m_bodyBytes = 0; ///< decoded
    bool m_answerFailed = false;
    bool m_isCutShort = false;
};

}
