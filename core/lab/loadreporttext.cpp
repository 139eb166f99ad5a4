#include "core/lab/loadreportformats.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Three digits that mean something, whatever the size.
QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3);
}

QString orDash(const std::optional<double>& value)
{
    return value ? number(*value) : u"–"_s;
}

QString spreadLine(const QString& name, const LogarithmicHistogram& values)
{
    QString line = name.leftJustified(24);
    if (values.count() == 0)
        return line + u"–"_s.rightJustified(10) + u'\n';
    for (const double value : {values.mean(), values.percentile(0.5), values.percentile(0.9), values.percentile(0.95),
             values.percentile(0.99), values.max()})
        line += number(value).rightJustified(10);
    return line + u'\n';
}

QString how(const LoadSetup& setup)
{
    if (setup.isOpenLoop)
        return u"open loop, %1 requests/s %2"_s.arg(number(setup.rate), setup.isPoisson ? u"(Poisson)"_s : u"(constant)"_s);
    return u"closed loop, %1 at once"_s.arg(setup.users);
}

QByteArray csvRow(const QByteArray& figure, const QByteArray& unit, const LogarithmicHistogram& values)
{
    QByteArray row = figure + ',' + unit + ',' + QByteArray::number(values.count());
    if (values.count() == 0)
        return row + ",,,,,,\n";
    for (const double value : {values.mean(), values.percentile(0.5), values.percentile(0.9), values.percentile(0.95),
             values.percentile(0.99), values.max()})
        row += ',' + QByteArray::number(value, 'f', 3);
    return row + '\n';
}

QByteArray csvRow(const QByteArray& figure, const QByteArray& unit, const std::optional<double>& value)
{
    return figure + ',' + unit + ",," + (value ? QByteArray::number(*value, 'f', 3) : QByteArray()) + ",,,,,\n";
}

}

QString loadReportText(const LoadReport& report)
{
    const QLocale c = QLocale::c();
    const QString unit = report.countsTokens() ? u"tokens"_s : u"deltas"_s;
    QString text = u"%1 %2%3, %4\n"_s.arg(report.setup.name, report.setup.target,
        report.setup.model.isEmpty() ? QString() : u' ' + report.setup.model, how(report.setup));
    text += u"%1 requests in %2 s: %3 complete, %4 failed (%5 %), %6 requests/s"_s.arg(report.requests)
                .arg(number(report.seconds))
                .arg(report.succeeded)
                .arg(report.failed())
                .arg(orDash(report.errorRate() ? std::optional(*report.errorRate() * 100) : std::nullopt),
                    orDash(report.requestRate()));
    if (report.warmUpRequests > 0)
        text += u"; %1 more to warm up"_s.arg(report.warmUpRequests);
    if (report.unfinished > 0)
        text += u"; %1 cut off at the end"_s.arg(report.unfinished);
    text += report.wasStopped ? u"; stopped\n\n"_s : u"\n\n"_s;
    for (const auto& [kind, errors] : report.errors)
        text += u"%1 × %2: %3\n"_s.arg(errors.count).arg(kind, errors.example);
    if (!report.errors.empty())
        text += u'\n';

    text += QString(24, u' ');
    for (const QString& head : {u"mean"_s, u"p50"_s, u"p90"_s, u"p95"_s, u"p99"_s, u"max"_s})
        text += head.rightJustified(10);
    text += u'\n';
    text += spreadLine(u"TTFT, ms"_s, report.ttftMs) + spreadLine(u"ITL, ms"_s, report.itlMs)
        + spreadLine(report.countsTokens() || report.succeeded == 0 ? u"TPOT, ms"_s : u"TPOT (deltas), ms"_s, report.tpotMs)
        + spreadLine(u"E2E, ms"_s, report.e2eMs) + spreadLine(u"a stream's %1/s"_s.arg(unit), report.streamRate);
    if (report.connectMs.count() > 0)
        text += spreadLine(u"new connection, ms"_s, report.connectMs);
    text += u"\n%1 %2/s in all"_s.arg(orDash(report.tokenRate()), unit);
    if (report.tokensPerDelta())
        text += u", %1 tokens a delta"_s.arg(number(*report.tokensPerDelta()));
    text +=
        u"; %1 on the wire, %2 decoded\n"_s.arg(c.formattedDataSize(report.wireBytes), c.formattedDataSize(report.decodedBytes));
    if (!report.setup.goodput.isEmpty())
        text +=
            u"goodput: %1 of %2 requests, %3 requests/s\n"_s.arg(report.good).arg(report.requests).arg(orDash(report.goodRate()));
    text += u"generator: sent %1 ms late (p99), its loop %2 ms late (p99), %3 % of a core\n"_s
                .arg(number(report.lagMs.percentile(0.99)), number(report.loopLagMs.percentile(0.99)))
                .arg(qRound(report.cpuShare * 100));
    if (const QString verdict = report.verdict(); !verdict.isEmpty())
        text += verdict + u'\n';
    return text;
}

QByteArray loadReportCsv(const LoadReport& report)
{
    const QByteArray unit = report.countsTokens() ? "tokens/s" : "deltas/s";
    return "figure,unit,count,mean,p50,p90,p95,p99,max\n" + csvRow("ttft", "ms", report.ttftMs)
        + csvRow("itl", "ms", report.itlMs) + csvRow("tpot", "ms", report.tpotMs) + csvRow("e2e", "ms", report.e2eMs)
        + csvRow("connect", "ms", report.connectMs) + csvRow("stream_rate", unit, report.streamRate)
        + csvRow("generator_lag", "ms", report.lagMs) + csvRow("generator_loop_lag", "ms", report.loopLagMs)
        + csvRow("requests", "", std::optional(double(report.requests)))
        + csvRow("failed", "", std::optional(double(report.failed()))) + csvRow("error_rate", "", report.errorRate())
        + csvRow("request_rate", "1/s", report.requestRate()) + csvRow("good_request_rate", "1/s", report.goodRate())
        + csvRow("rate", unit, report.tokenRate()) + csvRow("wire", "B", std::optional(double(report.wireBytes)))
        + csvRow("decoded", "B", std::optional(double(report.decodedBytes)));
}

}
