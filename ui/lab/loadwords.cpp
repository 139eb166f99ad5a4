#include "ui/lab/loadwords.h"

#include "ui/panel/figurewords.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct LoadWords
{
    Q_DECLARE_TR_FUNCTIONS(LoadWords)
};

QString orDash(const std::optional<double>& value)
{
    return value ? inNumber(*value) : u"–"_s;
}

QString percentOf(const std::optional<double>& share)
{
    return share ? LoadWords::tr("%1 %").arg(inNumber(*share * 100)) : u"–"_s;
}

QStringList spread(const QString& name, const LogarithmicHistogram& values)
{
    QStringList row {name};
    if (values.count() == 0)
        return row + QStringList {u"–"_s, u"–"_s, u"–"_s, u"–"_s, u"–"_s, u"–"_s};
    for (const double value : {values.mean(), values.percentile(0.5), values.percentile(0.9), values.percentile(0.95),
             values.percentile(0.99), values.max()})
        row += inNumber(value);
    return row;
}

/// What compareLoadReports() names, for the translators; the other figures are called the same everywhere.
[[maybe_unused]] constexpr const char* ComparedFigures[] {QT_TRANSLATE_NOOP("LoadWords", "requests"),
    QT_TRANSLATE_NOOP("LoadWords", "error rate"), QT_TRANSLATE_NOOP("LoadWords", "good requests"),
    QT_TRANSLATE_NOOP("LoadWords", "tokens"), QT_TRANSLATE_NOOP("LoadWords", "tokens of a stream, mean"),
    QT_TRANSLATE_NOOP("LoadWords", "TTFT mean"), QT_TRANSLATE_NOOP("LoadWords", "ITL mean"),
    QT_TRANSLATE_NOOP("LoadWords", "TPOT mean"), QT_TRANSLATE_NOOP("LoadWords", "E2E mean")};

QString changeWords(LoadChange change)
{
    switch (change) {
    case LoadChange::Better:
        return LoadWords::tr("better");
    case LoadChange::Worse:
        return LoadWords::tr("worse");
    case LoadChange::Same:
        return LoadWords::tr("same");
    case LoadChange::Unknown:
        return {};
    }
    Q_UNREACHABLE();
}

QString loopWords(const LoadSetup& setup)
{
    if (!setup.isOpenLoop) {
        return setup.users == 1 ? LoadWords::tr("closed loop, 1 user")
                                : LoadWords::tr("closed loop, %1 users").arg(QLocale().toString(setup.users));
    }
    const QString rate = inNumber(setup.rate);
    return setup.isPoisson ? LoadWords::tr("open loop, %1 requests/s at random").arg(rate)
                           : LoadWords::tr("open loop, %1 requests/s evenly").arg(rate);
}

/// \a value is asked for what stands for a step of so many seconds.
template <typename Value>
QList<QPointF> course(const LoadReport& report, Value value)
{
    QList<QPointF> points;
    const std::size_t count = report.steps.size() > 1 ? report.steps.size() - 1 : report.steps.size();
    const bool isWhole = report.steps.size() > 1 || report.elapsedSeconds <= 0;
    const double seconds = isWhole ? report.stepMs / 1000 : std::min(report.stepMs / 1000, report.elapsedSeconds);
    for (std::size_t i = 0; i < count; ++i)
        points.append({double(i + 1) * seconds, value(report.steps[i], seconds)});
    return points;
}

}

QString verdictWords(const LoadReport& report)
{
    if (report.requests == 0 && report.warmUpRequests > 0)
        return LoadWords::tr(
            "Every request was due while the test warmed up, so there are no figures: answers take longer than the rest "
            "of the test.");
    switch (report.bottleneck()) {
    case LoadBottleneck::None:
        return {};
    case LoadBottleneck::Processor:
        return LoadWords::tr("The client was the bottleneck: its thread used %1 % of a core. Use a lower load.")
            .arg(qRound(report.cpuShare * 100));
    case LoadBottleneck::Loop:
        return LoadWords::tr(
            "The client was late by %1 (p99), which is in the figures. Something else used this computer, or the "
            "load is too high for it.")
            .arg(inMilliseconds(report.loopLagMs.percentile(0.99)));
    case LoadBottleneck::Sending:
        return LoadWords::tr("The client sent requests up to %1 (p99) after they were due. The latencies count from when they "
                             "were due.")
            .arg(inMilliseconds(report.lagMs.percentile(0.99)));
    }
    Q_UNREACHABLE();
}

QString progressWords(const LoadProgress& progress)
{
    const QLocale locale;
    return LoadWords::tr("%1 s · %2 running · %3 complete · %4 failed")
        .arg(locale.toString(qRound(progress.report.elapsedSeconds)), locale.toString(progress.active),
            locale.toString(progress.report.succeeded), locale.toString(progress.report.failed()));
}

QString endWords(const LoadReport& report)
{
    const QLocale locale;
    const QString counts =
        LoadWords::tr("%1 complete, %2 failed").arg(locale.toString(report.succeeded), locale.toString(report.failed()));
    const QString took = inMilliseconds(report.elapsedSeconds * 1000);
    const double warmUp = std::min(report.setup.warmUpSeconds, report.elapsedSeconds);
    if (warmUp <= 0)
        return (report.wasStopped ? LoadWords::tr("Stopped after %1: %2") : LoadWords::tr("Finished after %1: %2"))
            .arg(took, counts);
    const QString what = report.wasStopped ? LoadWords::tr("Stopped after %1, of which %2 to warm up: %3")
                                           : LoadWords::tr("Finished after %1, of which %2 to warm up: %3");
    return what.arg(took, inMilliseconds(warmUp * 1000), counts);
}

QString setupWords(const LoadReport& report)
{
    const LoadSetup& setup = report.setup;
    const QString whom = setup.model.isEmpty() ? setup.target : setup.target + u" · "_s + setup.model;
    return whom + u" · "_s + loopWords(setup);
}

QList<HeadlineFigure> headlineOf(const LoadReport& report)
{
    const auto p50 = [](const LogarithmicHistogram& values) {
        return inMilliseconds(values.count() == 0 ? std::nullopt : std::optional(values.percentile(0.5)));
    };
    return {{LoadWords::tr("TTFT, p50"), p50(report.ttftMs)}, {LoadWords::tr("ITL, p50"), p50(report.itlMs)},
        {report.countsTokens() ? LoadWords::tr("tokens/s") : LoadWords::tr("deltas/s"), orDash(report.tokenRate())},
        {LoadWords::tr("errors"), percentOf(report.errorRate())}};
}

QList<QStringList> latencyRows(const LoadReport& report)
{
    const bool isTokens = report.countsTokens();
    return {spread(LoadWords::tr("TTFT, ms"), report.ttftMs), spread(LoadWords::tr("ITL, ms"), report.itlMs),
        spread(isTokens ? LoadWords::tr("TPOT, ms") : LoadWords::tr("TPOT (deltas), ms"), report.tpotMs),
        spread(LoadWords::tr("E2E, ms"), report.e2eMs),
        spread(isTokens ? LoadWords::tr("A stream's tokens/s") : LoadWords::tr("A stream's deltas/s"), report.streamRate)};
}

QList<QStringList> figureRows(const LoadReport& report)
{
    const QLocale locale;
    QList<QStringList> rows {{LoadWords::tr("Requests"), locale.toString(report.requests)},
        {LoadWords::tr("Complete answers"), locale.toString(report.succeeded)},
        {LoadWords::tr("Failed"), locale.toString(report.failed())}, {LoadWords::tr("Error rate"), percentOf(report.errorRate())},
        {LoadWords::tr("Cut off at the end"), locale.toString(report.unfinished)},
        {LoadWords::tr("To warm up, not counted"), locale.toString(report.warmUpRequests)},
        {LoadWords::tr("Requests/s"), orDash(report.requestRate())}};
    if (!report.setup.goodput.isEmpty()) {
        rows.append({LoadWords::tr("Good requests"), locale.toString(report.good)});
        rows.append({LoadWords::tr("Goodput, requests/s"), orDash(report.goodRate())});
    }
    rows.append({report.countsTokens() ? LoadWords::tr("Tokens/s in all") : LoadWords::tr("Deltas/s in all"),
        orDash(report.tokenRate())});
    rows.append({LoadWords::tr("Tokens of a delta"), orDash(report.tokensPerDelta())});
    rows.append({LoadWords::tr("Bytes on the wire"), inBytes(report.wireBytes)});
    rows.append({LoadWords::tr("Bytes decoded"), inBytes(report.decodedBytes)});
    const auto p99 = [](const LogarithmicHistogram& values) {
        return inMilliseconds(values.count() == 0 ? std::nullopt : std::optional(values.percentile(0.99)));
    };
    rows.append({LoadWords::tr("Client: sent late, p99"), p99(report.lagMs)});
    rows.append({LoadWords::tr("Client: its loop late, p99"), p99(report.loopLagMs)});
    rows.append({LoadWords::tr("Client: share of a core"), percentOf(report.cpuShare)});
    return rows;
}

QList<QStringList> errorRows(const LoadReport& report)
{
    QList<QStringList> rows;
    for (const auto& [kind, errors] : report.errors)
        rows.append({kind, QLocale().toString(errors.count), errors.example});
    return rows;
}

QList<QStringList> comparisonRows(const std::vector<LoadComparisonRow>& rows, double noise)
{
    QList<QStringList> all;
    for (const LoadComparisonRow& row : rows) {
        const QString figure = LoadWords::tr(row.figure.toUtf8().constData());
        const QString name = row.unit.isEmpty() ? figure : LoadWords::tr("%1, %2", "a figure and its unit").arg(figure, row.unit);
        const std::optional<double> ratio = row.ratio();
        const QString change =
            ratio ? LoadWords::tr("%1 %").arg((*ratio > 1 ? u"+"_s : QString()) + inNumber((*ratio - 1) * 100)) : u"–"_s;
        all.append({name, orDash(row.before), orDash(row.after), change, changeWords(row.change(noise))});
    }
    return all;
}

QList<QPointF> deltaRate(const LoadReport& report)
{
    return course(report, [](const LoadStep& step, double seconds) { return double(step.deltas) / seconds; });
}

QList<QPointF> mostActive(const LoadReport& report)
{
    return course(report, [](const LoadStep& step, double) { return double(step.mostActive); });
}

}
