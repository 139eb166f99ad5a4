#pragma once

#include "core/figures/logarithmichistogram.h"
#include "core/lab/loadplan.h"
#include "core/lab/loadsample.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace sluice {

/// What happened in one LoadReport::stepMs of the run, warm-up included.
struct LoadStep
{
    int started = 0;
    int succeeded = 0;
    int failed = 0;
    qint64 deltas = 0;
    int mostActive = 0; ///< requests in flight, at most

    bool operator==(const LoadStep&) const = default;
};

/// What of the generator itself showed in the figures.
enum class LoadBottleneck {
    None,
    Processor, ///< LoadReport::cpuShare
    Loop, ///< LoadReport::loopLagMs
    Sending, ///< LoadReport::lagMs, in an open loop
};

/// How it was run, as the report tells it.
struct LoadSetup
{
    QString name; ///< "bench", "load"
    QString target; ///< address without credentials
    QString model;
    bool isOpenLoop = false;
    int users = 0; ///< closed loop
    double rate = 0; ///< open loop, requests a second
    bool isPoisson = false;
    quint64 seed = 0;
    double warmUpSeconds = 0;
    GoodputLimits goodput;

    bool operator==(const LoadSetup&) const = default;
};

/// What a load test measured. A value; bounded in size whatever the test. The definitions are in docs/measuring.md: TTFT, TPOT
/// and E2E are by request, ITL by gap between two deltas, all in milliseconds.
struct LoadReport
{
    static constexpr int MostSteps = 600; ///< when there would be more, two become one
    static constexpr int MostKinds = 16; ///< of errors

    LoadSetup setup;
    double seconds = 0; ///< that were measured: from the end of the warm-up to the end of the last answer
    double elapsedSeconds = 0; ///< since its start, warm-up included; at its end: how long the whole test took
    bool wasStopped = false; ///< by the user, before its end
    qint64 requests = 0; ///< that ended; those of the warm-up are not counted anywhere but in warmUpRequests
    qint64 succeeded = 0;
    qint64 warmUpRequests = 0;
    qint64 unfinished = 0; ///< were running when the test ended
    struct Errors
    {
        qint64 count = 0;
        QString example; ///< what the first one said
        bool operator==(const Errors&) const = default;
    };
    std::map<QString, Errors> errors; ///< by kind

    LogarithmicHistogram ttftMs;
    LogarithmicHistogram itlMs;
    LogarithmicHistogram tpotMs;
    LogarithmicHistogram e2eMs; ///< of complete answers
    LogarithmicHistogram connectMs; ///< of new connections
    LogarithmicHistogram streamRate; ///< tokens a second of one complete answer, from its first delta to its last

    qint64 deltas = 0;
    qint64 answersWithUsage = 0; ///< complete answers whose tokens the server counted
    qint64 outputTokens = 0; ///< of those
    qint64 deltasWithUsage = 0; ///< of those
    qint64 wireBytes = 0;
    qint64 decodedBytes = 0;
    qint64 good = 0; ///< complete answers that kept setup.goodput

    LogarithmicHistogram lagMs; ///< due → sent: how late the generator was
    LogarithmicHistogram loopLagMs; ///< how late the generator's event loop served a timer
    double cpuShare = 0; ///< of one core, by the generator's thread

    double stepMs = 500;
    std::vector<LoadStep> steps;

    qint64 failed() const { return requests - succeeded; }
    // Nothing where nothing was measured: never a division by zero.
    std::optional<double> errorRate() const;
    std::optional<double> requestRate() const; ///< ended requests a second
    std::optional<double> goodRate() const; ///< good requests a second; nothing without limits
    std::optional<double> tokensPerDelta() const; ///< nothing when the server counted none
    std::optional<double> tokenRate() const; ///< of all streams: tokens where counted, else deltas
    bool countsTokens() const { return answersWithUsage > 0 && answersWithUsage == succeeded; }

    /// Whether the figures are the server's, or what speaks against it.
    LoadBottleneck bottleneck() const;
    /// The same as one sentence, in English; empty for None.
    QString verdict() const;
    /// The same in the language of the program.
    QString translatedVerdict() const;

    /// A request ended. What is counted while it runs is not in this: TTFT, ITL and deltas.
    void add(const LoadSample& sample);

    bool operator==(const LoadReport&) const = default;
};

/// Whether \a sample is complete and within \a limits. A figure that it lacks keeps its limit.
bool isGood(const LoadSample& sample, const GoodputLimits& limits);

}
