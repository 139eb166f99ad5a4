#pragma once

#include <QtGlobal>

#include <map>

namespace sluice {

/// How often values came, in buckets that each are 0.66 % wider than the one before it: any percentile of what was added is true
/// to 0.34 %, in bounded memory, whatever was added. A value, pure; in the caller's unit (milliseconds here), from 0.001 to
/// 10,000,000; what lies outside counts as the end it lies beyond.
class LogarithmicHistogram
{
public:
    void add(double value, qint64 times = 1);
    void add(const LogarithmicHistogram& other);

    qint64 count() const { return m_count; }
    double sum() const { return m_sum; } ///< exact
    double max() const { return m_max; } ///< exact; 0 when empty
    double mean() const { return m_count == 0 ? 0 : m_sum / double(m_count); }
    /// The value that \a share (0 to 1) of all values do not exceed (nearest rank); 0 when empty.
    double percentile(double share) const;

    /// By bucket number; lower and upper bound are bucketBegin(i) and bucketBegin(i + 1).
    const std::map<int, qint64>& buckets() const { return m_buckets; }
    static double bucketBegin(int bucket);
    static int bucketOf(double value);
    /// Made from what was stored. What is not possible is left out.
    static LogarithmicHistogram fromBuckets(const std::map<int, qint64>& buckets, double sum, double max);

    bool operator==(const LogarithmicHistogram&) const = default;

private:
    std::map<int, qint64> m_buckets;
    qint64 m_count = 0;
    double m_sum = 0;
    double m_max = 0;
};

}
