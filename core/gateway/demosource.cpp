#include "core/gateway/demosource.h"

#include <algorithm>

namespace sluice {

namespace {

// Between two looks at the sockets: a stream without a rate must not starve the others.
constexpr int BatchDeltas = 32;
// A late loop catches up, so that the rate is right over time; but not what was missed while nobody read.
constexpr Millis MostCatchUp {1000};

}

DemoSource::DemoSource(boost::asio::io_context& loop, const DemoModel& model)
    : m_model(model)
    , m_timer(loop)
{ }

void DemoSource::start(AnswerSink& sink)
{
    m_sink = &sink;
    m_due = steadyClock().now();
    m_step = m_model.next();
    if (m_step)
        m_due += m_step->pause;
    m_timer.start(steadyClock().now(), [this] { tick(); }); // its head needs no pause
}

void DemoSource::setReading(Reading reading)
{
    m_reading = reading;
    if (reading == Reading::Go && m_sink && !m_timer.isActive()) {
        m_due = std::max(m_due, steadyClock().now());
        schedule();
    }
}

void DemoSource::stop()
{
    m_sink = nullptr;
    m_timer.stop();
}

void DemoSource::schedule()
{
    m_timer.start(m_due, [this] { tick(); });
}

void DemoSource::tick()
{
    const TimePoint now = steadyClock().now();
    m_due = std::max(m_due, now - MostCatchUp);
    if (!std::exchange(m_begun, true))
        m_sink->takeHead();
    if (!m_sink)
        return; // stopped from inside the call
    for (int given = 0; m_step && m_due <= now && given < BatchDeltas; ++given) {
        if (m_reading == Reading::Paused)
            return;
        const Delta delta = std::exchange(m_step, m_model.next())->delta;
        if (m_step)
            m_due += m_step->pause;
        m_sink->takeDelta(delta);
        if (!m_sink)
            return; // stopped from inside the call
    }
    if (m_step) {
        schedule();
        return;
    }
    m_sink->takeDelta(m_model.usage());
    if (m_sink)
        m_sink->takeEnd(m_model.end()); // this may be gone now
}

}
