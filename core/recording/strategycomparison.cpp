#include "core/recording/strategycomparison.h"

#include "core/wire/ssewriter.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr Micros FrameTime {16000};
constexpr int MostRuns = 100000;

/// How many bytes the events of \a play are.
qint64 framedBytes(const StrategyPlay& play)
{
    qint64 bytes = 0;
    qint64 id = 0;
    QByteArray event;
    for (const PlayedFlush& flush : play.flushes) {
        event.resize(0);
        writeSseEvent(event, {.type = {}, .data = flush.text.toUtf8(), .id = QByteArray::number(++id)});
        bytes += event.size();
    }
    return bytes;
}

}

StrategyOutcome playedThrough(
    const RecordedText& text, const StrategyOptions& options, const std::function<double()>& cpuSeconds, Millis least)
{
    const StrategyPlay play = playStrategy(text.deltas, options, text.end);
    StrategyOutcome outcome {.options = options,
        .events = qint64(play.flushes.size()),
        .bytes = framedBytes(play),
        .addedMedian = percentile(play.addedDelays, 50).value_or(Micros(0)),
        .added95 = percentile(play.addedDelays, 95).value_or(Micros(0)),
        .longestHold = play.addedDelays.empty() ? Micros(0) : *std::max_element(play.addedDelays.begin(), play.addedDelays.end()),
        .repaints = play.frames(FrameTime)};

    const double begin = cpuSeconds();
    const double wanted = std::chrono::duration<double>(least).count();
    int runs = 0;
    double took = 0;
    while (took < wanted && runs < MostRuns) {
        (void)framedBytes(playStrategy(text.deltas, options, text.end)); // the work itself is wanted
        ++runs;
        took = cpuSeconds() - begin;
    }
    if (runs > 0 && !text.deltas.empty())
        outcome.cpuMicrosPerDelta = took * 1e6 / runs / double(text.deltas.size());
    return outcome;
}

}
