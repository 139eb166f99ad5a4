#include "core/engine/streampipeline.h"

#include "core/engine/bodysniffer.h"

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> failure(ErrorKind kind, const QString& message)
{
    return std::unexpected(Error {.kind = kind, .message = message});
}

bool belongsToAnswer(const Delta& delta)
{
    return std::holds_alternative<TextDelta>(delta) || std::holds_alternative<ReasoningDelta>(delta)
        || std::holds_alternative<ToolCallDelta>(delta);
}

}

StreamPipeline::StreamPipeline(
    const StrategyOptions& strategy, DeltaQueue& queue, TimePoint start, const PipelineLimits& limits, AnswerJoiner joiner)
    : m_queue(queue)
    , m_limits(limits)
    , m_strategy(makeStrategy(strategy, start))
    , m_joiner(std::move(joiner))
{ }

void StreamPipeline::beginBody(std::unique_ptr<DeltaDecoder> decoder, const BodyPlan& plan)
{
    m_decoder = std::move(decoder);
    startBody(plan);
    m_lastEventId.clear();
}

void StreamPipeline::continueBody(const BodyPlan& plan)
{
    Q_ASSERT(m_decoder);
    m_decoder->goOn();
    startBody(plan);
}

void StreamPipeline::startBody(const BodyPlan& plan)
{
    m_serverRetry = serverRetry();
    if (m_parser && !m_parser->lastEventId().isEmpty())
        m_lastEventId = m_parser->lastEventId().toByteArray();
    m_answerFailed = false;
    m_isCutShort = false;
    m_plan = plan;
    m_inflater = plan.gzip ? std::make_unique<Inflater>(InflaterLimits {.maxDecodedBytes = m_limits.maxDecodedBytes}) : nullptr;
    m_parser = std::make_unique<SseParser>(m_limits.maxEventBytes);
    m_shape = Shape::Unknown;
    m_head.clear();
    m_json.clear();
    m_bodyBytes = 0;
    m_lastEventAt.reset();
    m_inputSize = 0;
    m_wholeBytes = 0;
}

bool StreamPipeline::resumeBody(const BodyPlan& plan)
{
    Q_ASSERT(m_decoder);
    m_lastEventAt.reset();
    return plan.gzip == m_plan.gzip;
}

void StreamPipeline::goOn(ResumeMeans means)
{
    if (isPaidAgain(means))
        m_recorder.reset(); // pieces of two answers
    m_joiner.goOn(means);
}

void StreamPipeline::takeInput(qsizetype count)
{
    m_wireBytes += count;
    m_wholeBytes += count;
    if (m_inflater)
        m_inflater->feed(QByteArrayView(m_input.data(), count));
    else
        m_inputSize = count;
}

Result<StreamPipeline::Progress> StreamPipeline::advance(TimePoint now)
{
    while (!m_blocked) {
        if (m_shape == Shape::EventStream) {
            const Result<std::optional<SseEventView>> event = m_parser->next();
            if (!event)
                return m_decoder->isFinished() ? Result<Progress>(Progress::Done) : std::unexpected(event.error());
            if (*event) {
                if (const Result<void> taken = takeEvent(**event, now); !taken)
                    return std::unexpected(taken.error());
                if (!m_decoder->isDone())
                    continue;
                const Result<void> whole = m_decoder->end(); // an end mark alone does not make an answer
                return whole ? Result<Progress>(Progress::Done) : std::unexpected(whole.error());
            }
        }
        const Result<QByteArrayView> block = nextBlock();
        // Damage behind the provider's finish cannot take the answer back.
        if (!block)
            return m_decoder->isFinished() ? Result<Progress>(Progress::Done) : std::unexpected(block.error());
        if (block->isEmpty())
            return Progress::NeedsInput;
        if (const Result<void> taken = takeBlock(*block); !taken)
            return std::unexpected(taken.error());
    }
    return Progress::Blocked;
}

Result<QByteArrayView> StreamPipeline::nextBlock()
{
    Result<QByteArrayView> block =
        m_inflater ? m_inflater->next() : QByteArrayView(m_input.data(), std::exchange(m_inputSize, 0));
    if (!block)
        return block;
    m_bodyBytes += block->size();
    m_decodedBytes += block->size();
    if (m_bodyBytes > m_limits.maxDecodedBytes)
        return failure(ErrorKind::Overflow, u"The answer is larger than %1 bytes."_s.arg(m_limits.maxDecodedBytes));
    return block;
}

Result<void> StreamPipeline::takeBlock(QByteArrayView block)
{
    switch (m_shape) {
    case Shape::Unknown:
        return sniff(block);
    case Shape::Json:
        return appendJson(block);
    case Shape::EventStream:
        m_parser->feed(block);
        return {};
    }
    Q_UNREACHABLE();
}

Result<void> StreamPipeline::sniff(QByteArrayView block)
{
    m_head.append(block);
    switch (sniffBody(m_head)) {
    case SniffedBody::Undecided:
        return {};
    case SniffedBody::Json:
        m_shape = Shape::Json;
        return appendJson(m_head);
    case SniffedBody::Other:
        if (!m_plan.declaredEventStream)
            return failure(
                ErrorKind::Protocol, u"The server's answer is neither a stream of events nor JSON: check the base URL."_s);
        break;
    case SniffedBody::EventStream:
        break;
    }
    m_shape = Shape::EventStream;
    m_parser->feed(m_head);
    return {};
}

Result<void> StreamPipeline::appendJson(QByteArrayView block)
{
    if (m_json.size() + block.size() > m_limits.maxJsonBytes)
        return failure(ErrorKind::Overflow, u"The JSON answer is larger than %1 bytes."_s.arg(m_limits.maxJsonBytes));
    m_json.append(block);
    return {};
}

Result<void> StreamPipeline::takeEvent(const SseEventView& event, TimePoint now)
{
    m_lastEventAt = now;
    ++m_events;
    if (isRepeated(event))
        return {};
    Result<void> decoded = m_decoder->decode(event, m_deltas);
    m_answerFailed = !decoded;
    pushDeltas(now);
    return decoded;
}

// Ids of other servers may be in any order, or stand for nothing; a number that does not grow is an event that we have.
bool StreamPipeline::isRepeated(const SseEventView& event) const
{
    if (m_lastEventId.isEmpty() || event.id.isEmpty())
        return false;
    bool isNumber = false;
    bool wasNumber = false;
    const bool isPassed = event.id.toByteArray().toLongLong(&isNumber) <= m_lastEventId.toLongLong(&wasNumber);
    return isNumber && wasNumber && isPassed;
}

Result<void> StreamPipeline::decodeJson(TimePoint now)
{
    Result<void> decoded = m_decoder->decodeJson(m_json, m_deltas);
    m_answerFailed = !decoded;
    pushDeltas(now);
    return decoded;
}

void StreamPipeline::pushDeltas(TimePoint now)
{
    if (m_deltas.empty())
        return;
    for (Delta& delta : m_deltas) {
        if (belongsToAnswer(delta))
            ++m_answerDeltas;
        if (const auto* text = std::get_if<TextDelta>(&delta); text && !text->text.isEmpty()) {
            ++m_textDeltas;
            if (!m_firstTextAt)
                m_firstTextAt = now;
        }
        if (m_recorder)
            m_recorder->take(delta, now);
        m_joiner.take(std::move(delta), m_joined);
    }
    m_deltas.clear();
    pushJoined(now);
}

void StreamPipeline::pushJoined(TimePoint now)
{
    for (Delta& delta : m_joined)
        m_strategy->push(std::move(delta), now);
    m_joined.clear();
    releaseDue(now);
}

Result<void> StreamPipeline::endBody(TimePoint now)
{
    if (m_shape == Shape::Json) {
        if (const Result<void> decoded = decodeJson(now); !decoded)
            return decoded;
    }
    if (m_decoder->isFinished())
        return {};
    if (m_inflater) {
        if (const Result<void> whole = m_inflater->finish(); !whole) {
            m_isCutShort = true;
            return whole;
        }
    }
    if (m_shape == Shape::Unknown && !m_plan.declaredEventStream)
        return failure(ErrorKind::Protocol, u"The server sent an empty answer: check the base URL."_s);
    return m_decoder->end();
}

void StreamPipeline::releaseDue(TimePoint now)
{
    for (Flush flush = m_strategy->release(now); !flush.isEmpty(); flush = m_strategy->release(now))
        pushFlush(std::move(flush));
    tellHeld(now);
}

void StreamPipeline::tellHeld(TimePoint now)
{
    if (m_strategy->heldCharacters() <= m_toldCharacters) {
        m_untoldSince.reset();
        return;
    }
    if (!m_untoldSince)
        m_untoldSince = now;
    if (now < *m_untoldSince + HeldInterval)
        return;
    m_untoldSince.reset();
    QString held = m_strategy->heldText(m_toldCharacters);
    if (held.isEmpty())
        return; // half a pair: its other half will be told with it
    m_toldCharacters += held.size();
    push(HeldText {std::move(held)});
}

std::optional<TimePoint> StreamPipeline::nextDue() const
{
    std::optional<TimePoint> due = m_strategy->nextDue();
    if (m_untoldSince && (!due || *m_untoldSince + HeldInterval < *due))
        due = *m_untoldSince + HeldInterval;
    return due;
}

void StreamPipeline::pushFlush(Flush flush)
{
    if (m_toldCharacters > 0)
        m_toldCharacters -= std::min(m_toldCharacters, textCharacters(flush));
    push(std::move(flush));
}

void StreamPipeline::setStrategy(const StrategyOptions& strategy, TimePoint now)
{
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush));
    m_strategy = makeStrategy(strategy, now);
}

void StreamPipeline::end(StreamEnd end, TimePoint now)
{
    if (m_recorder)
        m_recorder->end(end, now);
    if (!end.error)
        m_joiner.end(m_joined);
    pushJoined(now);
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush));
    push(std::move(end));
}

void StreamPipeline::push(QueueItem item)
{
    m_pushed = true;
    if (m_queue.push(std::move(item)) == Reading::Paused)
        m_blocked = true;
}

void StreamPipeline::note(AnswerTrace& trace) const
{
    const bool hasId = m_parser && !m_parser->lastEventId().isEmpty();
    trace.lastEventId = hasId ? m_parser->lastEventId().toByteArray() : m_lastEventId;
    trace.bodyBytes = m_wholeBytes;
    if (m_decoder)
        m_decoder->note(trace);
}

std::optional<Millis> StreamPipeline::serverRetry() const
{
    return m_parser && m_parser->retry() ? m_parser->retry() : m_serverRetry;
}

}
