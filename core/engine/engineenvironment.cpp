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
    const std::chrono::nanoseconds awake = read(CLOCK_MONOTONIC);
    return std::chrono::duration_cast<Millis>(read(CLOCK_BOOTTIME) - awake);
}

}
