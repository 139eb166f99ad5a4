#include "core/lab/loadreportformats.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr double Width = 720;
constexpr double Height = 160;

QString svgNumber(double value)
{
    return QString::number(value, 'f', 1);
}

QString shortNumber(double value)
{
    return QString::number(value, 'g', 3);
}

QString frame(const QString& title, const QString& drawing, const QString& left, const QString& right, const QString& top)
{
    return uR"(<figure><figcaption>%1</figcaption><svg viewBox="0 0 %2 %3" role="img" aria-label="%1">
<line class="axis" x1="0" y1="%4" x2="%2" y2="%4"/>%5
<text x="0" y="%6">%7</text><text x="%2" y="%6" text-anchor="end">%8</text><text x="0" y="12">%9</text></svg></figure>
)"_s.arg(title.toHtmlEscaped(), svgNumber(Width), svgNumber(Height + 18), svgNumber(Height), drawing, svgNumber(Height + 14),
        left, right, top);
}

QString lineChart(const QString& title, const LoadReport& report, const std::function<double(const LoadStep&)>& value)
{
    if (report.steps.empty())
        return {};
    double most = 0;
    for (const LoadStep& step : report.steps)
        most = std::max(most, value(step));
    QString points;
    const double across = Width / double(std::max<std::size_t>(1, report.steps.size() - 1));
    for (std::size_t i = 0; i < report.steps.size(); ++i)
        points += svgNumber(across * double(i)) + u','
            + svgNumber(Height - (most > 0 ? value(report.steps[i]) / most * (Height - 20) : 0)) + u' ';
    return frame(title, u"<polyline class=\"line\" points=\"%1\"/>"_s.arg(points.trimmed()), u"0 s"_s,
        shortNumber(report.stepMs * double(report.steps.size()) / 1000) + u" s"_s, shortNumber(most));
}

/// On a scale of powers, where each percentile has its place.
QString histogramChart(const QString& title, const LogarithmicHistogram& values)
{
    if (values.count() == 0)
        return {};
    const int first = values.buckets().begin()->first;
    const int last = values.buckets().rbegin()->first + 1;
    constexpr int MostBars = 60;
    const int width = std::max(1, (last - first + MostBars - 1) / MostBars);
    std::map<int, qint64> bars;
    for (const auto& [bucket, count] : values.buckets())
        bars[(bucket - first) / width] += count;
    const int places = std::max(1, (last - first + width - 1) / width);
    const qint64 most = std::ranges::max_element(bars, {}, [](const auto& bar) { return bar.second; })->second;
    QString drawing;
    for (const auto& [place, count] : bars) {
        const double tall = std::max(1.0, double(count) / double(most) * (Height - 20));
        drawing += u"<rect class=\"bar\" x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\"/>"_s.arg(svgNumber(Width * place / places),
            svgNumber(Height - tall), svgNumber(std::max(1.0, Width / places - 1)), svgNumber(tall));
    }
    return frame(title, drawing, shortNumber(LogarithmicHistogram::bucketBegin(first)) + u" ms"_s,
        shortNumber(LogarithmicHistogram::bucketBegin(first + places * width)) + u" ms"_s, shortNumber(double(most)));
}

QString row(const QString& name, const LogarithmicHistogram& values)
{
    QString cells = u"<tr><th scope=\"row\">%1</th>"_s.arg(name);
    for (const double share : {-1.0, 0.5, 0.9, 0.95, 0.99, 1.0}) {
        const double value = share < 0 ? values.mean() : share == 1.0 ? values.max() : values.percentile(share);
        cells += values.count() == 0 ? u"<td>–</td>"_s : u"<td>%1</td>"_s.arg(shortNumber(value));
    }
    return cells + u"</tr>\n"_s;
}

const QString Style =
    uR"(:root{color-scheme:light dark;--text:#1d2226;--muted:#5c6770;--accent:#0b6a8f;--line:#d9dee2;--page:#fff}
@media (prefers-color-scheme:dark){:root{--text:#e4e8eb;--muted:#9aa6af;--accent:#5db7d8;--line:#353d43;--page:#16191c}}
body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:32px auto;padding:0 16px;color:var(--text);background:var(--page)}
h1{font-size:22px}figure{margin:24px 0}figcaption{color:var(--muted)}svg{width:100%}svg text{font-size:11px;fill:var(--muted)}
.axis{stroke:var(--line)}.line{fill:none;stroke:var(--accent);stroke-width:1.5}.bar{fill:var(--accent)}
table{border-collapse:collapse;width:100%}th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line)}
th:first-child{text-align:left;font-weight:normal}pre{white-space:pre-wrap;color:var(--muted)}.warn{border-left:4px solid #b3541e;padding-left:12px})"_s;

}

QByteArray loadReportHtml(const LoadReport& report)
{
    const QString unit = report.countsTokens() ? u"tokens"_s : u"deltas"_s;
    const auto perSecond = [&](auto member) {
        return [&report, member](const LoadStep& step) { return double(step.*member) / report.stepMs * 1000; };
    };
    QString page =
        u"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>Sluice: %1</title><style>%2</style></head><body><h1>%1 · %3</h1>\n"_s.arg(
            report.setup.name.toHtmlEscaped(), Style, report.setup.target.toHtmlEscaped());
    if (const QString verdict = report.verdict(); !verdict.isEmpty())
        page += u"<p class=\"warn\">%1</p>"_s.arg(verdict.toHtmlEscaped());
    page +=
        u"<table><thead><tr><th></th><th>mean</th><th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>max</th></tr></thead>\n"_s
        + row(u"TTFT, ms"_s, report.ttftMs) + row(u"ITL, ms"_s, report.itlMs)
        + row(u"TPOT%1, ms"_s.arg(report.countsTokens() ? QString() : u" (deltas)"_s), report.tpotMs)
        + row(u"E2E, ms"_s, report.e2eMs) + row(u"a stream's %1/s"_s.arg(unit), report.streamRate)
        + row(u"generator late, ms"_s, report.lagMs) + u"</table>\n"_s;
    page += lineChart(u"%1 a second"_s.arg(unit == "tokens"_L1 ? u"deltas"_s : unit), report, perSecond(&LoadStep::deltas));
    page += lineChart(u"requests in flight"_s, report, [](const LoadStep& step) { return double(step.mostActive); });
    page += lineChart(u"complete answers a second"_s, report, perSecond(&LoadStep::succeeded));
    if (report.failed() > 0)
        page += lineChart(u"failed requests a second"_s, report, perSecond(&LoadStep::failed));
    page += histogramChart(u"TTFT, ms: requests"_s, report.ttftMs) + histogramChart(u"ITL, ms: gaps"_s, report.itlMs)
        + histogramChart(u"E2E, ms: requests"_s, report.e2eMs);
    page += u"<pre>%1</pre></body></html>\n"_s.arg(loadReportText(report).toHtmlEscaped());
    return page.toUtf8();
}

}
