#include "core/engine/streampipeline.h"

#include "core/metrics/streammeter.h"

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

bool belongsToAnswer(const Delta& delta)
{
    return std::holds_alternative<TextDelta>(delta) || std::holds_alternative<ReasoningDelta>(delta)
        || std::holds_alternative<ToolCallDelta>(delta);
}

}

StreamPipeline::StreamPipeline(
    const StrategyOptions& strategy, DeltaQueue& queue, TimePoint start, const PipelineLimits& limits, AnswerJoiner joiner)
    : m_queue(queue)
    , m_strategy(makeStrategy(strategy, start))
    , m_arrivals(start, strategy.name)
    , m_joiner(std::move(joiner))
    , m_body(limits)
    , m_receivedAt(start)
{ }

void StreamPipeline::beginBody(std::unique_ptr<DeltaDecoder> decoder, const BodyPlan& plan)
{
    m_body.begin(std::move(decoder), plan);
    m_lastEventAt.reset();
}

void StreamPipeline::continueBody(const BodyPlan& plan)
{
    m_body.goOnByEvent(plan);
    m_lastEventAt.reset();
}

bool StreamPipeline::resumeBody(const BodyPlan& plan)
{
    Q_ASSERT(m_body.hasDecoder());
    m_lastEventAt.reset();
    return m_body.canGoOnByByte(plan);
}

void StreamPipeline::goOn(ResumeMeans means)
{
    if (isPaidAgain(means))
        m_recorder.reset(); // pieces of two answers
    m_joiner.goOn(means);
}

void StreamPipeline::takeInput(qsizetype count, TimePoint received)
{
    m_receivedAt = std::max(m_receivedAt, received);
    m_body.feed(QByteArrayView(m_input.data(), count));
}

Result<StreamPipeline::Progress> StreamPipeline::advance(TimePoint now)
{
    while (!m_blocked) {
        const qint64 eventsBefore = m_body.events();
        const Result<AnswerBody::Step> step = m_body.next(m_deltas);
        if (m_body.events() != eventsBefore)
            m_lastEventAt = m_receivedAt;
        pushDeltas(now);
        if (!step)
            return std::unexpected(step.error());
        if (*step == AnswerBody::Step::NeedsInput)
            return Progress::NeedsInput;
        if (*step == AnswerBody::Step::Done)
            return Progress::Done;
    }
    m_arrivals.block(now);
    if (m_meter)
        m_meter->readingChanged(Reading::Paused, now);
    return Progress::Blocked;
}

void StreamPipeline::unblock(TimePoint now)
{
    m_blocked = false;
    m_receivedAt = now;
    m_arrivals.unblock(now);
    if (m_meter)
        m_meter->readingChanged(Reading::Go, now);
}

void StreamPipeline::pushDeltas(TimePoint now)
{
    if (m_deltas.empty())
        return;
    for (Delta& delta : m_deltas) {
        note(delta);
        if (m_recorder)
            m_recorder->take(delta, m_receivedAt);
        m_joiner.take(std::move(delta), m_joined);
    }
    m_deltas.clear();
    pushJoined(now);
}

void StreamPipeline::note(const Delta& delta)
{
    if (belongsToAnswer(delta))
        ++m_answerDeltas;
    const auto* text = std::get_if<TextDelta>(&delta);
    const auto* reasoning = std::get_if<ReasoningDelta>(&delta);
    if (text && !text->text.isEmpty()) {
        ++m_textDeltas;
        if (!m_firstTextAt)
            m_firstTextAt = m_receivedAt;
        m_arrivals.takeText(m_receivedAt);
    } else if (reasoning && !reasoning->text.isEmpty()) {
        m_arrivals.takeReasoning(m_receivedAt);
    } else if (const auto* usage = std::get_if<Usage>(&delta)) {
        m_usage = *usage;
    }
    const bool saysNothing = (text && text->text.isEmpty()) || (reasoning && reasoning->text.isEmpty());
    if (m_meter && !saysNothing)
        m_meter->takeDelta(delta, m_receivedAt);
}

void StreamPipeline::pushJoined(TimePoint now)
{
    for (Delta& delta : m_joined)
        m_strategy->push(std::move(delta), m_receivedAt);
    m_joined.clear();
    releaseDue(now);
}

Result<void> StreamPipeline::endBody(TimePoint now)
{
    const Result<void> whole = m_body.end(m_deltas);
    if (!m_deltas.empty())
        m_lastEventAt = m_receivedAt; // JSON counts no events: it is there with its last byte
    pushDeltas(now);
    return whole;
}

void StreamPipeline::releaseDue(TimePoint now)
{
    for (Flush flush = m_strategy->release(now); !flush.isEmpty(); flush = m_strategy->release(now))
        pushFlush(std::move(flush), now);
    const int held = m_strategy->heldTextDeltas();
    m_arrivals.takeHeld(held, m_strategy->heldSince(), now);
    if (m_meter)
        m_meter->held(held);
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

void StreamPipeline::pushFlush(Flush flush, TimePoint now)
{
    if (m_toldCharacters > 0)
        m_toldCharacters -= std::min(m_toldCharacters, textCharacters(flush));
    if (m_meter)
        m_meter->flushed(flush.textDeltas);
    qsizetype depth = 0;
    push(std::move(flush), &depth);
    m_arrivals.takeFlush(depth, now);
}

void StreamPipeline::setStrategy(const StrategyOptions& strategy, TimePoint now)
{
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush), now);
    m_strategy = makeStrategy(strategy, now);
    m_arrivals.takeStrategy(strategy.name, now);
    m_arrivals.takeHeld(0, {}, now);
}

void StreamPipeline::end(StreamEnd end, TimePoint now)
{
    if (m_recorder)
        m_recorder->end(end, now);
    if (!end.error)
        m_joiner.end(m_joined);
    pushJoined(now);
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush), now);
    push(std::move(end));
}

void StreamPipeline::push(QueueItem item, qsizetype* depth)
{
    m_pushed = true;
    if (m_queue.push(std::move(item), depth) == Reading::Paused)
        m_blocked = true;
}

std::shared_ptr<const ArrivalFigures> StreamPipeline::arrivalFigures(TimePoint now, bool isEnded)
{
    const ArrivalTotals totals {
        .events = events(), .wireBytes = wireBytes(), .decodedBytes = decodedBytes(), .highWaterCount = m_queue.highWaterCount()};
    return m_arrivals.snapshot(totals, now, isEnded);
}

}
