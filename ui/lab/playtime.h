#pragma once

#include <QtGlobal>

#include "core/base/clock.h"

namespace sluice {

/// Where a stream that is played stands: it goes with a clock, at any speed, and can be held. A value, pure.
class PlayTime
{
public:
    Micros at(TimePoint now) const
    {
        return m_isRunning
            ? m_before + Micros(qint64(double(std::chrono::duration_cast<Micros>(now - m_since).count()) * m_speed))
            : m_before;
    }
    bool isRunning() const { return m_isRunning; }

    void run(TimePoint now)
    {
        m_since = now;
        m_isRunning = true;
    }
    void hold(TimePoint now)
    {
        m_before = at(now);
        m_isRunning = false;
    }
    /// It stands at \a time from now on, and goes on if it did.
    void move(Micros time, TimePoint now)
    {
        m_before = time;
        m_since = now;
    }
    void setSpeed(double speed, TimePoint now)
    {
        move(at(now), now);
        m_speed = speed;
    }

private:
    Micros m_before {0}; // reached at m_since
    TimePoint m_since;
    double m_speed = 1;
    bool m_isRunning = false;
};

}
