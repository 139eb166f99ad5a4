#pragma once

#include "core/base/clock.h"

namespace sluice::test {

inline double inMs(TimePoint::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

}
