#include "core/figures/timelinecombination.h"

#include "core/figures/timelinebuckets.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

/// A part of a gap that is shorter than this, and a small part of it, is in the sums only.
constexpr double LeastPart = 0.1;

void addShown(StreamTimeline& timeline, const ScreenFigures& screen)
{
    while (timeline.bucketMs < screen.bucketMs) {
        widen(timeline.buckets, merge);
        timeline.bucketMs *= 2;
    }
    const auto narrower = std::size_t(std::lround(timeline.bucketMs / screen.bucketMs));
    for (std::size_t i = 0; i < screen.shownDeltas.size(); ++i) {
        const std::size_t at = i / narrower;
        if (at >= timeline.buckets.size())
            timeline.buckets.resize(at + 1);
        timeline.buckets[at].shownDeltas += screen.shownDeltas[i];
    }
}

double overlap(const std::vector<TimelineSpan>& spans, double begin, double end)
{
    double sum = 0;
    for (const TimelineSpan& span : spans)
        sum += std::max(0.0, std::min(end, span.endMs) - std::max(begin, span.beginMs));
    return sum;
}

class Stalls
{
public:
    Stalls(StreamTimeline& timeline, const std::vector<TimelineSpan>& blocked)
        : m_timeline(timeline)
        , m_blocked(blocked)
    { }

    void take(const ScreenGap& gap)
    {
        const double length = gap.nextMs - gap.takenMs;
        const double came = std::clamp(gap.receivedMs, gap.takenMs, gap.nextMs);
        const double quiet = std::max(0.0, came - gap.takenMs - overlap(m_blocked, gap.takenMs, came));
        const double heldBack = length - quiet;
        m_timeline.quietMs += quiet;
        m_timeline.heldBackMs += heldBack;
        m_timeline.longestQuietMs = std::max(m_timeline.longestQuietMs, quiet);
        m_timeline.longestHeldBackMs = std::max(m_timeline.longestHeldBackMs, heldBack);
        if (quiet >= LeastPart * length)
            m_timeline.stalls.push_back({.startMs = gap.takenMs, .lengthMs = quiet, .cause = StallCause::NetworkQuiet});
        if (heldBack >= LeastPart * length) {
            m_timeline.stalls.push_back({.startMs = gap.takenMs + quiet, .lengthMs = heldBack, .cause = StallCause::HeldBack});
        }
    }

    void end()
    {
        std::vector<TimelineStall>& stalls = m_timeline.stalls;
        if (stalls.size() > std::size_t(StreamTimeline::MostStalls)) {
            std::ranges::stable_sort(stalls, std::ranges::greater(), &TimelineStall::lengthMs);
            stalls.resize(std::size_t(StreamTimeline::MostStalls));
        }
        std::ranges::stable_sort(stalls, {}, &TimelineStall::startMs);
    }

private:
    StreamTimeline& m_timeline;
    const std::vector<TimelineSpan>& m_blocked;
};

}

StreamTimeline combine(const std::shared_ptr<const ArrivalFigures>& arrivals, const ScreenFigures& screen, double nowMs)
{
    StreamTimeline timeline;
    static const std::vector<TimelineSpan> NotBlocked;
    if (arrivals)
        timeline = arrivals->timeline;
    else
        timeline.textDeltas = screen.textDeltas;
    const double endMs = timeline.isEnded ? timeline.lastMs : std::max(nowMs, timeline.lastMs);
    timeline.lastMs = std::max(endMs, screen.lastTakenMs.value_or(0));
    timeline.holdMs = screen.holdMs;
    timeline.quietMs = screen.otherQuietMs;
    timeline.heldBackMs = screen.otherHeldBackMs;
    addShown(timeline, screen);

    Stalls stalls(timeline, arrivals ? arrivals->blocked : NotBlocked);
    for (const ScreenGap& gap : screen.gaps)
        stalls.take(gap);
    if (screen.lastTakenMs && endMs - *screen.lastTakenMs >= StreamTimeline::StallMs) {
        const bool isHeld = arrivals && arrivals->heldSinceMs && !timeline.isEnded;
        stalls.take({.takenMs = *screen.lastTakenMs, .receivedMs = isHeld ? *arrivals->heldSinceMs : endMs, .nextMs = endMs});
    }
    stalls.end();
    return timeline;
}

}
