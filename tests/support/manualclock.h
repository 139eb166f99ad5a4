#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace sluice::test {

/// A clock that stands still until it is told to move. Starts an hour after the epoch, so that times before it exist.
class ManualClock final : public Clock
{
public:
    TimePoint now() const override { return TimePoint(TimePoint::duration(m_now.load())); }

    void advance(TimePoint::duration time) { m_now += time.count(); }
    /// Never backwards: the real clock does not go there either.
    void moveTo(TimePoint time)
    {
        if (time > now())
            m_now = time.time_since_epoch().count();
    }

private:
    std::atomic<TimePoint::rep> m_now {TimePoint::duration(std::chrono::hours(1)).count()};
};

}
