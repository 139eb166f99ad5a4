#pragma once

#include "core/recording/recordedtext.h"

#include <QByteArray>

#include <functional>

namespace sluice {

/// What one buffer strategy made of a stream. All but the CPU time is computed from the times of the stream, and is the same in
/// every run.
struct StrategyOutcome
{
    StrategyOptions options;
    qint64 events = 0; ///< releases: what the gateway sends as one event each
    qint64 bytes = 0; ///< of these events as /chat frames them
    // Received → released, of the text deltas.
    Micros addedMedian {0};
    Micros added95 {0};
    Micros longestHold {0};
    int repaints = 0; ///< frames of 16 ms that show something new
    double cpuMicrosPerDelta = 0; ///< strategy and framing; measured
};

/// Plays \a text through the strategy of \a options, which must be valid. \a cpuSeconds is the CPU time of this thread; the work
/// is repeated until it took \a least of it.
StrategyOutcome playedThrough(const RecordedText& text, const StrategyOptions& options, const std::function<double()>& cpuSeconds,
    Millis least = Millis(40));

}
