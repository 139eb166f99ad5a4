#include "core/engine/answerreplay.h"

#include "core/metrics/streammeter.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace sluice {

AnswerReplay::AnswerReplay(std::shared_ptr<const RecordedAnswer> answer, ReplayPace pace, const StrategyOptions& strategy,
    DeltaQueue& queue, TimePoint asked, TimePoint start)
    : m_answer(std::move(answer))
    , m_pace(pace)
    , m_start(start)
    , m_queue(queue)
    , m_strategy(makeStrategy(strategy, start))
    , m_arrivals(asked, strategy.name)
    , m_reader(*m_answer)
{
    m_strategy->push(CachedDelta {}, start);
}

AnswerReplay::Progress AnswerReplay::advance(TimePoint now)
{
    if (m_ended)
        return Progress::Ended;
    releaseDue(now);
    for (int played = 0; !m_blocked; ++played) {
        if (now < dueTime())
            return Progress::Waiting;
        if (m_reader.isAtEnd()) {
            end({.finishReason = m_answer->finishReason(), .error = {}}, now);
            return Progress::Ended;
        }
        if (played == MaxDeltasAtOnce)
            return Progress::More;
        playNext(now);
    }
    m_arrivals.block(now);
    return Progress::Blocked;
}

void AnswerReplay::unblock(TimePoint now)
{
    m_blocked = false;
    m_arrivals.unblock(now);
}

// Of the next delta, or of the end.
TimePoint AnswerReplay::dueTime() const
{
    if (!m_reader.isAtEnd())
        return m_start + replayTime(m_pace, m_reader.row(), m_reader.at());
    // Paced, the end comes with the last delta.
    return m_pace == ReplayPace::Original ? m_start + m_answer->duration() : m_start;
}

void AnswerReplay::playNext(TimePoint now)
{
    Delta delta = m_reader.next();
    if (const auto* text = std::get_if<TextDelta>(&delta); text && !text->text.isEmpty()) {
        ++m_textDeltas;
        if (!m_firstTextAt)
            m_firstTextAt = now;
        m_arrivals.takeText(now);
    } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta); reasoning && !reasoning->text.isEmpty()) {
        m_arrivals.takeReasoning(now);
    }
    if (const auto* usage = std::get_if<Usage>(&delta))
        m_usage = *usage;
    if (m_meter)
        m_meter->takeDelta(delta, now);
    m_strategy->push(std::move(delta), now);
    releaseDue(now);
}

std::optional<TimePoint> AnswerReplay::nextDue() const
{
    if (m_ended)
        return std::nullopt;
    const std::optional<TimePoint> strategyDue = m_strategy->nextDue();
    if (m_blocked)
        return strategyDue;
    return strategyDue ? std::min(*strategyDue, dueTime()) : dueTime();
}

void AnswerReplay::releaseDue(TimePoint now)
{
    for (Flush flush = m_strategy->release(now); !flush.isEmpty(); flush = m_strategy->release(now))
        pushFlush(std::move(flush), now);
    const int held = m_strategy->heldTextDeltas();
    m_arrivals.takeHeld(held, m_strategy->heldSince(), now);
    if (m_meter)
        m_meter->held(held);
}

void AnswerReplay::setStrategy(const StrategyOptions& strategy, TimePoint now)
{
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush), now);
    m_strategy = makeStrategy(strategy, now);
    m_arrivals.takeStrategy(strategy.name, now);
    m_arrivals.takeHeld(0, {}, now);
}

void AnswerReplay::stop(TimePoint now)
{
    end({.finishReason = {},
            .error = Error {.kind = ErrorKind::Cancelled, .message = QCoreApplication::translate("Error", "Stopped.")}},
        now);
}

void AnswerReplay::end(StreamEnd end, TimePoint now)
{
    if (Flush flush = m_strategy->drain(now); !flush.isEmpty())
        pushFlush(std::move(flush), now);
    if (m_meter)
        m_meter->finish(end, m_usage, now);
    push(std::move(end));
    m_ended = true;
}

void AnswerReplay::pushFlush(Flush flush, TimePoint now)
{
    if (m_meter)
        m_meter->flushed(flush.textDeltas);
    qsizetype depth = 0;
    push(std::move(flush), &depth);
    m_arrivals.takeFlush(depth, now);
}

void AnswerReplay::push(QueueItem item, qsizetype* depth)
{
    m_pushed = true;
    if (m_queue.push(std::move(item), depth) == Reading::Paused)
        m_blocked = true;
}

std::shared_ptr<const ArrivalFigures> AnswerReplay::arrivalFigures(TimePoint now)
{
    return m_arrivals.snapshot({.highWaterCount = m_queue.highWaterCount()}, now, m_ended);
}

}
