#pragma once

#include "core/base/clock.h"
#include "core/flow/strategyoptions.h"

#include <QString>

#include <optional>
#include <vector>

namespace sluice {

/// A text delta of a stream that was, or might have been.
struct TimedText
{
    Micros at {}; ///< since the start of the stream
    QString text;

    bool operator==(const TimedText&) const = default;
};

/// What a strategy released at once.
struct PlayedFlush
{
    Micros at {};
    QString text;
    int textDeltas = 0; ///< one that was split counts where its last character is

    bool operator==(const PlayedFlush&) const = default;
};

/// What a buffer strategy makes of a sample: computed, not waited for, and the same every time.
struct StrategyPlay
{
    std::vector<PlayedFlush> flushes; ///< in order; their texts joined are the sample's
    std::vector<Micros> addedDelays; ///< one a delta with text, in order: received → its last character released
    Micros end {}; ///< of the sample

    /// How many frames a screen needs for it that shows something new at most once in \a interval, as FrameCoalescer does; 0 = a
    /// frame for each flush.
    int frames(Micros interval) const;
    /// Between two flushes in a row: how long what is shown stands still. 0 with fewer than two.
    Micros longestGap() const;
};

/// Plays \a sample, in ascending order of time, through the strategy of \a options, which must be valid. The stream ends at \a
/// end, or else with its last delta; what is held is released then. Pure.
StrategyPlay playStrategy(const std::vector<TimedText>& sample, const StrategyOptions& options, std::optional<Micros> end = {});

/// The least of \a values that at least \a percent of them do not exceed (nearest rank); nothing of nothing.
std::optional<Micros> percentile(std::vector<Micros> values, double percent);

}
