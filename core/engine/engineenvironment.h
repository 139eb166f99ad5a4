#pragma once

#include "core/base/clock.h"

#include <functional>

namespace sluice {

/// How long this machine has slept since it was started: what CLOCK_BOOTTIME counts and CLOCK_MONOTONIC does not.
Millis suspendedTime();

/// What a ChatEngine takes from outside; injected for tests. The function is called in the network thread.
struct EngineEnvironment
{
    std::function<Millis()> suspendedTime = sluice::suspendedTime;
    Millis sleepCheck {1000}; ///< how often it is asked for while a stream runs: a sleep is noticed so long after its end
};

}
