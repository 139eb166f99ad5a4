#include "core/engine/cachedstream.h"

#include <utility>

namespace sluice {

CachedStream::CachedStream(const StreamRequest& request, std::shared_ptr<const RecordedAnswer> answer,
    std::shared_ptr<StreamLink> link, TimePoint asked, RouteMetrics* metrics, const Clock& clock)
    : m_clock(clock)
    , m_link(std::move(link))
    , m_asked(asked)
    , m_replay(std::move(answer), request.cache.pace, request.strategy, m_link->queue, asked, clock.now())
    , m_timer([this] { advance(); })
{
    if (metrics) {
        m_meter.emplace(*metrics, asked, true);
        m_replay.setMeter(&*m_meter);
    }
}

void CachedStream::start()
{
    setState(StreamState::Waiting);
    advance();
}

void CachedStream::stop()
{
    if (m_replay.isEnded())
        return;
    const TimePoint now = m_clock.now();
    m_replay.stop(now);
    tell(now);
}

void CachedStream::setStrategy(const StrategyOptions& strategy)
{
    if (m_replay.isEnded())
        return;
    const TimePoint now = m_clock.now();
    m_replay.setStrategy(strategy, now);
    tell(now);
}

void CachedStream::readOn()
{
    if (m_replay.isEnded())
        return;
    m_replay.unblock(m_clock.now());
    advance();
}

void CachedStream::advance()
{
    const TimePoint now = m_clock.now();
    if (m_replay.hasBegun(now)) // first: the end could overtake it
        setState(StreamState::Streaming);
    const AnswerReplay::Progress progress = m_replay.advance(now);
    // More is due already, and the timer lets others work first.
    Q_ASSERT(progress != AnswerReplay::Progress::More || *m_replay.nextDue() <= now);
    tell(now);
}

// Tells the consumer what came, and whether that was all. Emits last.
void CachedStream::tell(TimePoint now)
{
    const bool hasEnded = m_replay.isEnded();
    if (hasEnded)
        m_timer.stop();
    else
        m_timer.arm(m_replay.nextDue(), now);
    if (m_replay.takePushed() && !m_link->wakePosted.exchange(true))
        Q_EMIT woken(figures(std::nullopt));
    if (hasEnded)
        Q_EMIT closed(figures(now));
}

void CachedStream::setState(StreamState state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT statusChanged({.state = state});
}

StreamFigures CachedStream::figures(std::optional<TimePoint> end) const
{
    const auto sinceAsked = [this](std::optional<TimePoint> time) -> std::optional<double> {
        if (!time)
            return std::nullopt;
        return std::chrono::duration<double, std::milli>(*time - m_asked).count();
    };
    StreamFigures figures;
    figures.ttftMs = sinceAsked(m_replay.firstTextAt());
    figures.e2eMs = sinceAsked(end);
    figures.textDeltas = m_replay.textDeltas();
    figures.startedAt = m_asked;
    return figures;
}

std::shared_ptr<const ArrivalFigures> CachedStream::arrivals()
{
    return m_replay.arrivalFigures(m_clock.now());
}

}
