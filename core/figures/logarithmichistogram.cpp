#include "core/figures/logarithmichistogram.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr double Least = 0.001;
constexpr double Most = 1e7;
const double Width = std::log(1.02) / 3; // stored with each timeline: another width needs another version there

}

double LogarithmicHistogram::bucketBegin(int bucket)
{
    return Least * std::exp(bucket * Width);
}

int LogarithmicHistogram::bucketOf(double value)
{
    // Also where value is not a number: std::max() returns its first argument then.
    const double bounded = std::min(Most, std::max(Least, value));
    return int(std::floor(std::log(bounded / Least) / Width));
}

void LogarithmicHistogram::add(double value, qint64 times)
{
    if (times <= 0 || std::isnan(value))
        return;
    m_buckets[bucketOf(value)] += times;
    m_count += times;
    m_sum += value * double(times);
    m_max = std::max(m_max, value);
}

void LogarithmicHistogram::add(const LogarithmicHistogram& other)
{
    for (const auto& [bucket, times] : other.m_buckets)
        m_buckets[bucket] += times;
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_max = std::max(m_max, other.m_max);
}

double LogarithmicHistogram::percentile(double share) const
{
    if (m_count == 0)
        return 0;
    const qint64 rank = std::clamp(qint64(std::ceil(share * double(m_count))), qint64(1), m_count);
    qint64 seen = 0;
    for (const auto& [bucket, times] : m_buckets) {
        seen += times;
        if (seen >= rank) // its middle, on the scale of the buckets
            return std::min(m_max, std::sqrt(bucketBegin(bucket) * bucketBegin(bucket + 1)));
    }
    return m_max;
}

LogarithmicHistogram LogarithmicHistogram::fromBuckets(const std::map<int, qint64>& buckets, double sum, double max)
{
    LogarithmicHistogram made;
    for (const auto& [bucket, times] : buckets) {
        if (bucket < 0 || bucket > bucketOf(Most) || times <= 0)
            continue;
        made.m_buckets[bucket] = times;
        made.m_count += times;
    }
    if (made.m_count > 0) {
        made.m_sum = std::isfinite(sum) ? std::max(0.0, sum) : 0;
        made.m_max = std::isfinite(max) ? std::max(0.0, max) : 0;
    }
    return made;
}

}
