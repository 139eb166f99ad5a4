#include "core/metrics/streammeter.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace sluice {

namespace {

double secondsBetween(TimePoint from, TimePoint to)
{
    return std::chrono::duration<double>(to - from).count();
}

bool isPieceOfAnswer(const Delta& delta)
{
    return std::holds_alternative<TextDelta>(delta) || std::holds_alternative<ReasoningDelta>(delta)
        || std::holds_alternative<ToolCallDelta>(delta);
}

}

StreamMeter::StreamMeter(RouteMetrics& metrics, TimePoint began, bool buffers)
    : m_metrics(metrics)
    , m_began(began)
    , m_buffers(buffers)
{
    m_metrics.active.Increment();
}

StreamMeter::~StreamMeter()
{
    leave();
}

void StreamMeter::begin()
{
    if (std::exchange(m_isCounted, true))
        return;
    m_metrics.requests.Increment();
}

void StreamMeter::takeDelta(const Delta& delta, TimePoint received)
{
    begin();
    if (!isPieceOfAnswer(delta))
        return;
    if (m_lastDelta)
        m_metrics.itl.Observe(secondsBetween(*m_lastDelta, received));
    m_lastDelta = received;
    if (!std::holds_alternative<TextDelta>(delta))
        return;
    if (!m_firstText) {
        m_firstText = received;
        m_metrics.ttft.Observe(secondsBetween(m_began, received));
    }
    ++m_textDeltas;
    if (m_buffers)
        m_metrics.bufferSize.Observe(m_held + 1);
}

void StreamMeter::flushed(int textDeltas)
{
    if (textDeltas > 0)
        m_metrics.flushDeltas.Observe(textDeltas);
}

void StreamMeter::queued(qint64 deltas)
{
    if (!m_isActive || deltas == m_queued)
        return;
    m_metrics.queueDeltas.Increment(double(deltas - m_queued));
    m_queued = deltas;
}

void StreamMeter::readingChanged(Reading reading, TimePoint now)
{
    settle(now);
    m_blockedSince = reading == Reading::Paused ? std::optional(now) : std::nullopt;
}

void StreamMeter::settle(TimePoint now)
{
    if (!m_blockedSince)
        return;
    m_metrics.blockedSeconds.Increment(secondsBetween(*m_blockedSince, now));
    m_blockedSince = now;
}

void StreamMeter::finish(const StreamEnd& end, const Usage& usage, TimePoint now)
{
    if (!m_isActive)
        return;
    begin();
    settle(now);
    leave();
    const double seconds = secondsBetween(m_began, now);
    const auto tokens = double(usage.completionTokens.value_or(m_textDeltas));
    m_metrics.duration.Observe(seconds);
    m_metrics.tokens.Observe(tokens);
    m_metrics.throughput.Observe(seconds > 0 ? tokens / seconds : 0);
    if (end.error) {
        m_metrics.errors[std::size_t(end.error->kind)]->Increment();
        return;
    }
    m_metrics.e2e.Observe(seconds);
    if (m_firstText && tokens > 1)
        m_metrics.tpot.Observe(secondsBetween(*m_firstText, now) / (tokens - 1));
}

void StreamMeter::refuse()
{
    leave();
}

void StreamMeter::leave()
{
    if (!m_isActive)
        return;
    m_blockedSince.reset();
    queued(0);
    m_isActive = false;
    m_metrics.active.Decrement();
}

}
