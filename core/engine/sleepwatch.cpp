#include "core/engine/sleepwatch.h"

#include <utility>

namespace sluice {

SleepWatch::SleepWatch(const EngineEnvironment& environment, QObject* parent)
    : QObject(parent)
    , m_environment(environment)
    , m_timer(this) // changes thread with it
{
    connect(&m_timer, &QTimer::timeout, this, &SleepWatch::look);
}

void SleepWatch::start()
{
    if (m_timer.isActive())
        return;
    m_slept = m_environment.suspendedTime();
    m_timer.start(m_environment.sleepCheck);
}

void SleepWatch::stop()
{
    m_timer.stop();
}

void SleepWatch::look()
{
    constexpr Millis Least {500}; // the two clocks are not read at the same moment
    const Millis slept = m_environment.suspendedTime();
    if (slept - std::exchange(m_slept, slept) >= Least)
        Q_EMIT woke();
}

}
