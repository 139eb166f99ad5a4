#pragma once

#include "core/base/clock.h"
#include "core/figures/logarithmichistogram.h"

#include <optional>
#include <vector>

namespace sluice {

/// Nothing new was shown between the frame taken at \c takenMs and the next one, at \c nextMs, whose oldest delta had come at
/// \c receivedMs.
struct ScreenGap
{
    double takenMs = 0;
    double receivedMs = 0;
    double nextMs = 0;
};

/// What the consumer's thread knows of a stream. Times are milliseconds from its start.
struct ScreenFigures
{
    double bucketMs = 50;
    std::vector<int> shownDeltas; ///< by bucket
    LogarithmicHistogram holdMs;
    std::vector<ScreenGap> gaps; ///< of at least StreamTimeline::StallMs, by time
    double otherQuietMs = 0; ///< of gaps that were too many to be kept
    double otherHeldBackMs = 0;
    std::optional<double> lastTakenMs; ///< when text or reasoning was shown last
    qint64 textDeltas = 0;
};

/// Notes what of one stream is shown, and when. Bounded memory. Pure; consumer's thread, owned by its StreamHandle.
class ScreenRecorder
{
public:
    static constexpr std::size_t MostGaps = 1024; ///< the longest

    /// The start of the stream, from which all times count; only the first call counts.
    void begin(TimePoint start);
    bool hasBegun() const { return m_start.has_value(); }
    TimePoint start() const { return m_start.value_or(TimePoint()); }

    /// A frame with text or reasoning is given to the view at \a now; the oldest delta in it came at \a oldestReceived. Does
    /// nothing before begin().
    void takeFrame(qint64 textDeltas, TimePoint oldestReceived, TimePoint now);

    const ScreenFigures& figures() const { return m_figures; }

private:
    void keepGap(const ScreenGap& gap);
    int& bucketAt(double ms);

    std::optional<TimePoint> m_start;
    ScreenFigures m_figures;
};

}
