#pragma once

#include "core/base/clock.h"

#include <QString>

#include <optional>

namespace sluice {

/// How fast an answer from the response cache comes.
enum class ReplayPace {
    Instant, ///< as fast as it is taken
    Paced, ///< one delta in PacedGap
    Original, ///< as it came the first time
};

constexpr Millis PacedGap {10};

/// When delta \a row, which first came \a at after its request, comes in a replay, counted from its start.
constexpr Micros replayTime(ReplayPace pace, qsizetype row, Micros at)
{
    switch (pace) {
    case ReplayPace::Instant:
        break;
    case ReplayPace::Paced:
        return row * Micros(PacedGap);
    case ReplayPace::Original:
        return at;
    }
    return Micros(0);
}

/// The stable name on disk: "instant", "paced", "original".
QString replayPaceName(ReplayPace pace);
std::optional<ReplayPace> replayPaceFromName(QStringView name);

}
