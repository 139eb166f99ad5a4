#pragma once

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <optional>

namespace sluice::test {

/// The sum of all series called \a name in the Prometheus text \a metrics whose labels contain each of \a labels
/// (`route="/chat"`); nothing when there is none.
inline std::optional<double> metricValue(const QByteArray& metrics, const QByteArray& name, const QList<QByteArray>& labels = {})
{
    std::optional<double> sum;
    for (const QByteArray& line : metrics.split('\n')) {
        const qsizetype space = line.lastIndexOf(' ');
        const qsizetype brace = line.indexOf('{');
        if (line.startsWith('#') || space < 0 || line.first(brace < 0 ? space : brace) != name)
            continue;
        if (std::all_of(labels.begin(), labels.end(), [&](const QByteArray& label) { return line.contains(label); }))
            sum = sum.value_or(0) + line.sliced(space + 1).toDouble();
    }
    return sum;
}

}
