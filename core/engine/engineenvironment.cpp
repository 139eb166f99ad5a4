#include "core/engine/engineenvironment.h"

#include <ctime>

namespace sluice {

namespace {

std::chrono::nanoseconds read(clockid_t clock)
{
    timespec time {};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}

Millis suspendedTime()
{
    // A thread that stands still between the two readings would take that for the sleep of the machine.
    constexpr Millis SameMoment {50};
    for (int triesLeft = 10;; --triesLeft) {
        const std::chrono::nanoseconds awake = read(CLOCK_MONOTONIC);
        const std::chrono::nanoseconds all = read(CLOCK_BOOTTIME);
        if (triesLeft == 0 || read(CLOCK_MONOTONIC) - awake < SameMoment)
            return std::chrono::duration_cast<Millis>(all - awake);
    }
}

}
