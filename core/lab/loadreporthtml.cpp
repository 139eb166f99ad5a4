#include "core/lab/loadreportcharts.h"
#include "core/lab/loadreportformats.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct PageWords
{
    Q_DECLARE_TR_FUNCTIONS(LoadReportPage)
};

using Cells = QList<QStringList>;

QString row(const QString& name, const LogarithmicHistogram& values)
{
    QString cells = u"<tr><th scope=\"row\">%1</th>"_s.arg(name.toHtmlEscaped());
    for (const double share : {-1.0, 0.5, 0.9, 0.95, 0.99, 1.0}) {
        const double value = share < 0 ? values.mean() : share == 1.0 ? values.max() : values.percentile(share);
        cells += values.count() == 0 ? u"<td>–</td>"_s : u"<td>%1</td>"_s.arg(htmlNumber(value));
    }
    return cells + u"</tr>\n"_s;
}

QString section(const QString& title, const QString& content)
{
    return content.isEmpty() ? QString() : u"<h2>%1</h2>\n"_s.arg(title.toHtmlEscaped()) + content;
}

QString nameOf(const LoadSetup& setup)
{
    return setup.name == "load"_L1 ? PageWords::tr("Load test")
        : setup.name == "bench"_L1 ? PageWords::tr("Benchmark")
                                   : setup.name;
}

QString loopOf(const LoadSetup& setup)
{
    if (!setup.isOpenLoop)
        return PageWords::tr("closed loop, %1 at once").arg(setup.users);
    return (setup.isPoisson ? PageWords::tr("open loop, %1 requests/s (Poisson)")
                            : PageWords::tr("open loop, %1 requests/s (constant)"))
        .arg(htmlNumber(setup.rate));
}

QString orDash(const std::optional<double>& value)
{
    return value ? htmlNumber(*value) : u"–"_s;
}

/// Each a name and a value.
Cells figures(const LoadReport& report)
{
    Cells rows;
    const auto add = [&rows](const QString& name, const QString& value) { rows.append({name, value}); };
    const auto size = [](qint64 bytes) { return QLocale::c().formattedDataSize(bytes); };
    add(PageWords::tr("Kind of test"), loopOf(report.setup));
    if (!report.setup.model.isEmpty())
        add(PageWords::tr("Model"), report.setup.model);
    add(PageWords::tr("Seconds"), htmlNumber(report.seconds));
    add(PageWords::tr("Requests"), QString::number(report.requests));
    add(PageWords::tr("Complete answers"), QString::number(report.succeeded));
    add(PageWords::tr("Failed"), QString::number(report.failed()));
    add(PageWords::tr("Error rate, %"), orDash(report.errorRate() ? std::optional(*report.errorRate() * 100) : std::nullopt));
    if (report.warmUpRequests > 0)
        add(PageWords::tr("To warm up, not counted"), QString::number(report.warmUpRequests));
    if (report.unfinished > 0)
        add(PageWords::tr("Cut off at the end"), QString::number(report.unfinished));
    add(PageWords::tr("Requests/s"), orDash(report.requestRate()));
    if (!report.setup.goodput.isEmpty()) {
        add(PageWords::tr("Good requests"), QString::number(report.good));
        add(PageWords::tr("Goodput, requests/s"), orDash(report.goodRate()));
    }
    add(report.countsTokens() ? PageWords::tr("Tokens/s in all") : PageWords::tr("Deltas/s in all"), orDash(report.tokenRate()));
    if (report.tokensPerDelta())
        add(PageWords::tr("Tokens of a delta"), htmlNumber(*report.tokensPerDelta()));
    add(PageWords::tr("Bytes on the wire"), size(report.wireBytes));
    add(PageWords::tr("Bytes decoded"), size(report.decodedBytes));
    add(PageWords::tr("Generator: sent late, p99, ms"), htmlNumber(report.lagMs.percentile(0.99)));
    add(PageWords::tr("Generator: its loop late, p99, ms"), htmlNumber(report.loopLagMs.percentile(0.99)));
    add(PageWords::tr("Generator: share of a core, %"), QString::number(qRound(report.cpuShare * 100)));
    return rows;
}

QString figureTable(const Cells& rows)
{
    QString text = u"<div class=\"wide\"><table>\n"_s;
    for (const QStringList& cells : rows)
        text += u"<tr><th scope=\"row\">%1</th><td>%2</td></tr>\n"_s.arg(cells[0].toHtmlEscaped(), cells[1].toHtmlEscaped());
    return text + u"</table></div>\n"_s;
}

QString errorTable(const LoadReport& report)
{
    if (report.errors.empty())
        return {};
    QString text = u"<div class=\"wide\"><table class=\"words\"><thead><tr>"_s;
    for (const QString& head : {PageWords::tr("Kind"), PageWords::tr("Times"), PageWords::tr("The first one")})
        text += u"<th scope=\"col\">%1</th>"_s.arg(head.toHtmlEscaped());
    text += u"</tr></thead>\n"_s;
    for (const auto& [kind, those] : report.errors)
        text += u"<tr><th scope=\"row\">%1</th><td>%2</td><td>%3</td></tr>\n"_s.arg(
            kind.toHtmlEscaped(), QString::number(those.count), those.example.toHtmlEscaped());
    return text + u"</table></div>\n"_s;
}

QString latencies(const LoadReport& report)
{
    const bool isTokens = report.countsTokens();
    QString text = u"<div class=\"wide\"><table><thead><tr>"_s;
    for (const QString& head :
        {PageWords::tr("figure"), PageWords::tr("mean"), u"p50"_s, u"p90"_s, u"p95"_s, u"p99"_s, PageWords::tr("max")})
        text += u"<th scope=\"col\">%1</th>"_s.arg(head.toHtmlEscaped());
    text += u"</tr></thead>\n"_s + row(u"TTFT, ms"_s, report.ttftMs) + row(u"ITL, ms"_s, report.itlMs)
        + row(isTokens ? u"TPOT, ms"_s : PageWords::tr("TPOT (deltas), ms"), report.tpotMs) + row(u"E2E, ms"_s, report.e2eMs)
        + row(isTokens ? PageWords::tr("a stream's tokens/s") : PageWords::tr("a stream's deltas/s"), report.streamRate);
    if (report.connectMs.count() > 0)
        text += row(PageWords::tr("new connection, ms"), report.connectMs);
    return text + row(PageWords::tr("generator late, ms"), report.lagMs) + u"</table></div>\n"_s;
}

QString course(const LoadReport& report)
{
    const auto perSecond = [&](auto member) {
        return [&report, member](const LoadStep& step) { return double(step.*member) / report.stepMs * 1000; };
    };
    const auto active = [](const LoadStep& step) { return double(step.mostActive); };
    QString charts = htmlOverTime(PageWords::tr("Deltas a second"), report, 1, perSecond(&LoadStep::deltas))
        + htmlOverTime(PageWords::tr("Requests in flight"), report, 0, active)
        + htmlOverTime(PageWords::tr("Complete answers a second"), report, 1, perSecond(&LoadStep::succeeded));
    if (report.failed() > 0)
        charts += htmlOverTime(PageWords::tr("Failed requests a second"), report, 1, perSecond(&LoadStep::failed));
    return charts;
}

const QString Style =
    uR"(:root{color-scheme:light dark;--text:#1d2226;--muted:#5c6770;--accent:#0b6a8f;--line:#d9dee2;--page:#fff;--warn:#b3541e}
@media (prefers-color-scheme:dark){:root{--text:#e4e8eb;--muted:#9aa6af;--accent:#5db7d8;--line:#353d43;--page:#16191c;--warn:#e08a55}}
body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:32px auto;padding:0 16px;color:var(--text);background:var(--page)}
h1{font-size:22px;line-height:1.3;overflow-wrap:anywhere;margin:0 0 16px}h2{font-size:17px;margin:40px 0 8px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
thead th{color:var(--muted);font-weight:normal}th:first-child{text-align:left;font-weight:normal;padding-left:0}
.wide{overflow-x:auto}.words td{text-align:left;white-space:normal;overflow-wrap:anywhere}
.warn{border-left:4px solid var(--warn);padding-left:12px}
@media (max-width:560px){body{margin:16px auto}.wide>table{font-size:13px}th,td{padding:4px}}
)"_s;

}

QByteArray loadReportHtml(const LoadReport& report)
{
    QString page =
        u"<!doctype html><html lang=\"%4\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>Sluice: %1</title><style>%2</style></head><body><h1>%1 · %3</h1>\n"_s.arg(
            nameOf(report.setup).toHtmlEscaped(), Style + htmlChartStyle(), report.setup.target.toHtmlEscaped(),
            PageWords::tr("en", "the language of the page, as HTML names it"));
    if (const QString verdict = report.translatedVerdict(); !verdict.isEmpty())
        page += u"<p class=\"warn\">%1</p>"_s.arg(verdict.toHtmlEscaped());
    if (report.wasStopped)
        page += u"<p class=\"warn\">%1</p>"_s.arg(PageWords::tr("It was stopped before its end.").toHtmlEscaped());
    page += latencies(report);
    page += section(PageWords::tr("Percentiles"),
        htmlPercentiles(PageWords::tr("TTFT by percentile, ms"), report.ttftMs)
            + htmlPercentiles(PageWords::tr("ITL by percentile, ms"), report.itlMs));
    page += section(PageWords::tr("Over time"), course(report));
    page += section(PageWords::tr("How often"),
        htmlHistogram(PageWords::tr("Requests by TTFT"), PageWords::tr("requests"), report.ttftMs)
            + htmlHistogram(PageWords::tr("Gaps by ITL"), PageWords::tr("gaps"), report.itlMs)
            + htmlHistogram(PageWords::tr("Answers by E2E"), PageWords::tr("answers"), report.e2eMs));
    page += section(PageWords::tr("Figures"), figureTable(figures(report)));
    page += section(PageWords::tr("Errors"), errorTable(report));
    return (page + u"</body></html>\n"_s).toUtf8();
}

}
