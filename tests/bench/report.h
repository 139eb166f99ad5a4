#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace sluice::bench {

/// A series of measurements. An empty one answers 0.
class Samples
{
public:
    void add(double value) { m_values.push_back(value); }
    void add(const Samples& others) { m_values.insert(m_values.end(), others.m_values.begin(), others.m_values.end()); }
    qsizetype count() const { return qsizetype(m_values.size()); }
    /// \a part 0.5 = the median. The value that so many of the series do not exceed.
    double percentile(double part) const;
    double max() const { return percentile(1); }
    double mean() const;

private:
    std::vector<double> m_values;
};

/// Figures of one benchmark as lines of JSON on standard output:
/// {"bench":…,"what":…,"value":…,"unit":…,"limit":…,"ok":…, more}. "limit" and "ok" only where there is a limit.
class Report
{
public:
    explicit Report(const QString& bench)
        : m_bench(bench)
    { }

    void print(const QString& what, double value, const QString& unit, const QJsonObject& more = {});
    /// The same for a figure that must not exceed \a limit.
    void printLimited(const QString& what, double value, double limit, const QString& unit, const QJsonObject& more = {});
    /// For one that must reach \a least.
    void printLeast(const QString& what, double value, double least, const QString& unit, const QJsonObject& more = {});

    /// 0 when no limit was missed.
    int exitStatus() const { return m_missed == 0 ? 0 : 1; }

private:
    void write(QJsonObject line, std::optional<bool> ok);

    QString m_bench;
    int m_missed = 0;
};

/// \a value with so many digits behind the point as mean something.
double rounded(double value);

}
