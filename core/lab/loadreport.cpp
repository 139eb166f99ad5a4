#include "core/lab/loadreport.h"

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

QString LoadReport::verdict() const
{
    if (requests == 0)
        return {};
    if (cpuShare > MostCpuShare)
        return u"The generator was the bottleneck: its thread used %1 % of a core. Use a lower load, or several processes."_s.arg(
            qRound(cpuShare * 100));
    if (loopLagMs.percentile(0.99) > MostLoopLagMs)
        return u"The generator was late: its event loop by %1 ms (p99), which is in the figures. Something else used this machine, or the load is too high for it."_s
            .arg(loopLagMs.percentile(0.99), 0, 'f', 1);
    if (setup.isOpenLoop && lagMs.percentile(0.99) > MostLagMs)
        return u"The generator was late: requests were sent up to %1 ms (p99) after they were due. The latencies count from when they were due."_s
            .arg(lagMs.percentile(0.99), 0, 'f', 1);
    return {};
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
