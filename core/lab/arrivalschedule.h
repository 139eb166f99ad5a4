#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <chrono>
#include <random>

namespace sluice {

/// When the requests of an open loop are due: a Poisson process, or evenly. Each time is by the one before it and never by what
/// the server did, so a slow server changes nothing. The same seed gives the same times. Pure.
class ArrivalSchedule
{
public:
    /// \a rate a second, above 0.
    ArrivalSchedule(TimePoint start, double rate, bool isPoisson, quint64 seed)
        : m_start(start)
        , m_rate(rate)
        , m_isPoisson(isPoisson)
        , m_random(seed)
    {
        advance();
    }

    /// When the next request is due.
    TimePoint next() const { return m_start + std::chrono::duration_cast<TimePoint::duration>(m_after); }
    void advance()
    {
        // Counted from the start, so that rounding never adds up.
        const double gap = m_isPoisson ? std::exponential_distribution<double>(m_rate)(m_random) : 1 / m_rate;
        m_after += std::chrono::duration<double>(gap);
    }

private:
    const TimePoint m_start;
    const double m_rate;
    const bool m_isPoisson;
    std::mt19937_64 m_random;
    std::chrono::duration<double> m_after {0};
};

}
