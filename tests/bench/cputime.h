#pragma once

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

namespace sluice::bench {

/// Microseconds of CLOCK_MONOTONIC, which is the same in every process.
inline long long monotonicUs()
{
    timespec time {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<long long>(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

/// CPU time of \a work: what else the machine does meanwhile is not ours.
inline double secondsOf(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time {};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
    };
    const double start = now();
    work();
    return now() - start;
}

/// The middle one of \a values, of which there is an odd number.
inline double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}
