#pragma once

#include "core/figures/logarithmichistogram.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <vector>

namespace sluice {

/// Counts lengths of time for a LogarithmicHistogram at a few nanoseconds each: a logarithm and a map cost more than the rest of
/// what is noted of a delta. Each power of two is cut into 512 equal parts, so the middle of one is true to 0.1 %. Bounded memory
/// (some 60 kB where the longest is a second). Pure; one thread.
class GapCounter
{
public:
    void add(std::chrono::nanoseconds gap)
    {
        const auto ns = quint64(std::max<qint64>(0, gap.count()));
        const std::size_t part = partOf(ns);
        if (part >= m_counts.size())
            m_counts.resize(part + 1);
        ++m_counts[part];
        m_sum += double(ns);
        m_longest = std::max(m_longest, ns);
    }

    /// In milliseconds; sum and maximum are exact.
    LogarithmicHistogram histogram() const
    {
        std::map<int, qint64> buckets;
        for (std::size_t part = 0; part < m_counts.size(); ++part) {
            if (m_counts[part] > 0)
                buckets[LogarithmicHistogram::bucketOf(middleOf(part) / 1e6)] += m_counts[part];
        }
        return LogarithmicHistogram::fromBuckets(buckets, m_sum / 1e6, double(m_longest) / 1e6);
    }

private:
    static constexpr unsigned Bits = 9;
    static constexpr std::size_t Parts = std::size_t(1) << Bits;

    static std::size_t partOf(quint64 ns)
    {
        if (ns < Parts)
            return std::size_t(ns);
        const unsigned shift = unsigned(std::bit_width(ns)) - 1 - Bits;
        return Parts * shift + std::size_t(ns >> shift);
    }
    static double middleOf(std::size_t part)
    {
        if (part < Parts)
            return double(part);
        const unsigned shift = unsigned(part / Parts) - 1;
        const auto width = double(quint64(1) << shift);
        return double(Parts + part % Parts) * width + (width - 1) / 2;
    }

    std::vector<quint32> m_counts;
    double m_sum = 0; ///< ns
    quint64 m_longest = 0;
};

}
