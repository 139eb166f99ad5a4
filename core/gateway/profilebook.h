#pragma once

#include "core/profile/stageclock.h"

#include <deque>
#include <memory>

namespace sluice {

struct ProfileLimits
{
    std::size_t clocks = 1000; ///< so many may have spans
    qint64 bytes = 32 * 1024 * 1024; ///< of the spans of all together
};

/// Makes the clocks of profiled streams, and bounds what all their spans take: when there is no room for one more, the oldest
/// finished ones lose theirs, and keep their totals. A stream that still finds no room has totals only. Gateway thread; the
/// clocks belong to their streams.
class ProfileBook
{
public:
    explicit ProfileBook(const ProfileLimits& limits = {})
        : m_limits(limits)
    { }

    std::shared_ptr<StageClock> newClock();

private:
    const ProfileLimits m_limits;
    std::deque<std::weak_ptr<StageClock>> m_clocks; ///< those that may have spans, the oldest first
};

}
