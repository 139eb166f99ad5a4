#include "tests/bench/report.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

using namespace Qt::StringLiterals;

namespace sluice::bench {

double Samples::percentile(double part) const
{
    if (m_values.empty())
        return 0;
    std::vector<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const double place = std::ceil(part * double(sorted.size())) - 1;
    return sorted[size_t(std::clamp(place, 0.0, double(sorted.size() - 1)))];
}

double Samples::mean() const
{
    return m_values.empty() ? 0 : std::accumulate(m_values.begin(), m_values.end(), 0.0) / double(m_values.size());
}

double rounded(double value)
{
    return std::abs(value) >= 1000 ? std::round(value) : std::round(value * 1000) / 1000;
}

void Report::print(const QString& what, double value, const QString& unit, const QJsonObject& more)
{
    QJsonObject line = more;
    line.insert(u"what"_s, what);
    line.insert(u"value"_s, rounded(value));
    line.insert(u"unit"_s, unit);
    write(line, std::nullopt);
}

void Report::printLimited(const QString& what, double value, double limit, const QString& unit, const QJsonObject& more)
{
    QJsonObject line = more;
    line.insert(u"what"_s, what);
    line.insert(u"value"_s, rounded(value));
    line.insert(u"unit"_s, unit);
    line.insert(u"limit"_s, limit);
    write(line, value <= limit);
}

void Report::printLeast(const QString& what, double value, double least, const QString& unit, const QJsonObject& more)
{
    QJsonObject line = more;
    line.insert(u"what"_s, what);
    line.insert(u"value"_s, rounded(value));
    line.insert(u"unit"_s, unit);
    line.insert(u"least"_s, least);
    write(line, value >= least);
}

// In the order that is easiest to read: a QJsonObject sorts its keys.
void Report::write(QJsonObject line, std::optional<bool> ok)
{
    QByteArray text = "{\"bench\":\"" + m_bench.toUtf8() + '"';
    const auto append = [&text](const QString& key, const QJsonValue& value) {
        const QByteArray one = QJsonDocument(QJsonObject {{key, value}}).toJson(QJsonDocument::Compact);
        text += ',' + one.sliced(1, one.size() - 2);
    };
    for (const QString& key : {u"what"_s, u"value"_s, u"unit"_s, u"limit"_s, u"least"_s}) {
        if (line.contains(key))
            append(key, line.take(key));
    }
    if (ok) {
        append(u"ok"_s, *ok);
        m_missed += *ok ? 0 : 1;
    }
    for (auto it = line.constBegin(); it != line.constEnd(); ++it)
        append(it.key(), it.value());
    std::printf("%s}\n", text.constData());
    std::fflush(stdout);
}

}
