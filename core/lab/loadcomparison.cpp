#include "core/lab/loadreportformats.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

std::optional<double> number(const QJsonObject& report, const QString& path)
{
    QJsonValue value = report;
    for (const QString& step : path.split(u'.'))
        value = value.toObject().value(step);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

}

std::optional<double> LoadComparisonRow::ratio() const
{
    return before && after && *before > 0 ? std::optional(*after / *before) : std::nullopt;
}

LoadChange LoadComparisonRow::change(double noise) const
{
    if (!before || !after)
        return LoadChange::Unknown;
    const auto [less, more] = std::minmax(*before, *after);
    if (more - less <= noise * less)
        return LoadChange::Same;
    return (*after < *before) == isLessBetter ? LoadChange::Better : LoadChange::Worse;
}

bool isLoadReport(const QJsonObject& report)
{
    return report.value("version"_L1).toInt() == LoadReportVersion && report.value("setup"_L1).isObject()
        && report.contains("requests"_L1) && report.contains("ttft_ms"_L1);
}

bool haveSameLoad(const QJsonObject& before, const QJsonObject& after)
{
    QJsonObject a = before.value("setup"_L1).toObject();
    QJsonObject b = after.value("setup"_L1).toObject();
    for (QJsonObject* setup : {&a, &b})
        setup->remove("target"_L1);
    return a == b && before.value("name"_L1) == after.value("name"_L1);
}

std::vector<LoadComparisonRow> compareLoadReports(const QJsonObject& before, const QJsonObject& after)
{
    std::vector<LoadComparisonRow> rows;
    const auto add = [&](const QString& figure, const QString& unit, const QString& path, bool isLessBetter = true) {
        rows.push_back({.figure = figure,
            .unit = unit,
            .before = number(before, path),
            .after = number(after, path),
            .isLessBetter = isLessBetter});
    };
    add(u"requests"_s, u"1/s"_s, u"request_rate"_s, false);
    add(u"error rate"_s, {}, u"error_rate"_s);
    add(u"good requests"_s, u"1/s"_s, u"goodput.request_rate"_s, false);
    constexpr std::array spreads {
        std::pair {"TTFT", "ttft_ms"}, std::pair {"ITL", "itl_ms"}, std::pair {"TPOT", "tpot_ms"}, std::pair {"E2E", "e2e_ms"}};
    for (const auto& [name, key] : spreads) {
        for (const char* figure : {"mean", "p50", "p95", "p99"})
            add(QLatin1StringView(name) + u' ' + QLatin1StringView(figure), u"ms"_s,
                QLatin1StringView(key) + u'.' + QLatin1StringView(figure));
    }
    add(u"tokens"_s, u"1/s"_s, u"tokens.per_s"_s, false);
    add(u"tokens of a stream, mean"_s, u"1/s"_s, u"stream_tokens_per_s.mean"_s, false);
    return rows;
}

}
