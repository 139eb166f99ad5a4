#pragma once

#include <chrono>

namespace sluice {

using Millis = std::chrono::milliseconds;
using Micros = std::chrono::microseconds;
using TimePoint = std::chrono::steady_clock::time_point;

/// Where code at the two ends of the pipeline gets its time from. The pure middle takes a TimePoint as an argument instead.
/// Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
};

/// The machine's monotonic clock (CLOCK_MONOTONIC). One shared instance, never destroyed before its users.
const Clock& steadyClock();

}
