#include "core/lab/loadreport.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Beyond these the generator's own work shows in the figures.
constexpr double MostCpuShare = 0.9;
constexpr double MostLoopLagMs = 10; // p99
constexpr double MostLagMs = 25; // p99

std::optional<double> ratio(double part, double whole)
{
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

bool keeps(const std::optional<double>& value, const std::optional<double>& limit)
{
    return !limit || !value || *value <= *limit;
}

const char* verdictText(LoadBottleneck bottleneck)
{
    switch (bottleneck) {
    case LoadBottleneck::None:
        return nullptr;
    case LoadBottleneck::Processor:
        return QT_TRANSLATE_NOOP("LoadReport",
            "The generator was the bottleneck: its thread used %1 % of a core. Use a lower load, or several processes.");
    case LoadBottleneck::Loop:
        return QT_TRANSLATE_NOOP("LoadReport",
            "The generator was late: its event loop by %1 ms (p99), which is in the figures. Something else used this machine, "
            "or "
            "the load is too high for it.");
    case LoadBottleneck::Sending:
        return QT_TRANSLATE_NOOP("LoadReport",
            "The generator was late: requests were sent up to %1 ms (p99) after they were due. The latencies count from when "
            "they "
            "were due.");
    }
    Q_UNREACHABLE();
}

QString verdictFigure(const LoadReport& report)
{
    switch (report.bottleneck()) {
    case LoadBottleneck::None:
        return {};
    case LoadBottleneck::Processor:
        return QString::number(qRound(report.cpuShare * 100));
    case LoadBottleneck::Loop:
        return QString::number(report.loopLagMs.percentile(0.99), 'f', 1);
    case LoadBottleneck::Sending:
        return QString::number(report.lagMs.percentile(0.99), 'f', 1);
    }
    Q_UNREACHABLE();
}

}

std::optional<double> LoadReport::errorRate() const
{
    return ratio(double(failed()), double(requests));
}

std::optional<double> LoadReport::requestRate() const
{
    return ratio(double(requests), seconds);
}

std::optional<double> LoadReport::goodRate() const
{
    return setup.goodput.isEmpty() ? std::nullopt : ratio(double(good), seconds);
}

std::optional<double> LoadReport::tokensPerDelta() const
{
    return answersWithUsage == 0 ? std::nullopt : ratio(double(outputTokens), double(deltasWithUsage));
}

std::optional<double> LoadReport::tokenRate() const
{
    return ratio(double(deltas - deltasWithUsage + outputTokens), seconds);
}

LoadBottleneck LoadReport::bottleneck() const
{
    if (requests == 0)
        return LoadBottleneck::None;
    if (cpuShare > MostCpuShare)
        return LoadBottleneck::Processor;
    if (loopLagMs.percentile(0.99) > MostLoopLagMs)
        return LoadBottleneck::Loop;
    return setup.isOpenLoop && lagMs.percentile(0.99) > MostLagMs ? LoadBottleneck::Sending : LoadBottleneck::None;
}

QString LoadReport::verdict() const
{
    const LoadBottleneck found = bottleneck();
    return found == LoadBottleneck::None ? QString() : QString::fromUtf8(verdictText(found)).arg(verdictFigure(*this));
}

QString LoadReport::translatedVerdict() const
{
    const LoadBottleneck found = bottleneck();
    return found == LoadBottleneck::None
        ? QString()
        : QCoreApplication::translate("LoadReport", verdictText(found)).arg(verdictFigure(*this));
}

void LoadReport::add(const LoadSample& sample)
{
    if (sample.isWarmUp) {
        ++warmUpRequests;
        return;
    }
    ++requests;
    lagMs.add(sample.lagMs);
    wireBytes += sample.wireBytes;
    decodedBytes += sample.decodedBytes;
    if (sample.connectMs)
        connectMs.add(*sample.connectMs);
    if (sample.error) {
        const QString kind = errorKindName(sample.error->kind);
        Errors& those = errors[errors.size() < MostKinds || errors.contains(kind) ? kind : u"other"_s];
        if (++those.count == 1)
            those.example = sample.error->message;
        return;
    }
    ++succeeded;
    good += isGood(sample, setup.goodput) ? 1 : 0;
    if (sample.outputTokens) {
        ++answersWithUsage;
        outputTokens += *sample.outputTokens;
        deltasWithUsage += sample.deltas;
    }
    e2eMs.add(*sample.e2eMs);
    if (const std::optional<double> tpot = sample.tpotMs())
        tpotMs.add(*tpot);
    const double streamingMs = sample.lastDeltaMs - sample.firstDeltaMs;
    if (sample.tokens() > 1 && streamingMs > 0)
        streamRate.add(double(sample.tokens() - 1) / streamingMs * 1000);
}

bool isGood(const LoadSample& sample, const GoodputLimits& limits)
{
    return !sample.error && keeps(sample.ttftMs, limits.ttftMs) && keeps(sample.meanGapMs(), limits.itlMs)
        && keeps(sample.tpotMs(), limits.tpotMs) && keeps(sample.e2eMs, limits.e2eMs);
}

}
