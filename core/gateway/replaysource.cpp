#include "core/gateway/replaysource.h"

#include "core/chat/replaypace.h"

#include <algorithm>

namespace sluice {

namespace {

// A late loop catches up, but not what was missed while nobody read.
constexpr Millis MostCatchUp {1000};

}

ReplaySource::ReplaySource(boost::asio::io_context& loop, std::shared_ptr<const RecordedAnswer> answer)
    : m_answer(std::move(answer))
    , m_reader(*m_answer)
    , m_timer(loop)
{ }

void ReplaySource::start(AnswerSink& sink)
{
    m_sink = &sink;
    m_due = steadyClock().now();
    schedule();
}

void ReplaySource::setReading(Reading reading)
{
    m_reading = reading;
    if (reading == Reading::Go && m_sink && !m_timer.isActive()) {
        m_due = std::max(m_due, steadyClock().now());
        schedule();
    }
}

void ReplaySource::stop()
{
    m_sink = nullptr;
    m_timer.stop();
}

void ReplaySource::schedule()
{
    m_timer.start(m_due, [this] { tick(); });
}

void ReplaySource::tick()
{
    if (!std::exchange(m_begun, true)) {
        m_sink->takeHead();
        if (m_sink)
            m_sink->takeDelta(CachedDelta {});
    }
    const TimePoint now = steadyClock().now();
    m_due = std::max(m_due, now - MostCatchUp);
    while (m_sink && !m_reader.isAtEnd() && m_due <= now) {
        if (m_reading == Reading::Paused)
            return;
        const Delta delta = m_reader.next();
        m_due += PacedGap;
        if (!std::holds_alternative<CachedDelta>(delta)) // of a server behind, which this replay has said already
            m_sink->takeDelta(delta);
    }
    if (!m_sink)
        return; // stopped from inside a call
    if (m_reader.isAtEnd())
        std::exchange(m_sink, nullptr)->takeEnd({.finishReason = m_answer->finishReason(), .error = std::nullopt});
    else
        schedule();
}

}
