#pragma once

#include "core/base/clock.h"
#include "core/figures/gapcounter.h"
#include "core/figures/streamtimeline.h"

#include <memory>
#include <optional>
#include <vector>

namespace sluice {

/// From \c beginMs to \c endMs.
struct TimelineSpan
{
    double beginMs = 0;
    double endMs = 0;

    bool operator==(const TimelineSpan&) const = default;
};

/// What the network thread knows of a stream: a StreamTimeline that lacks what was shown, and what tells one cause of a stall
/// from the other. A value; it does not change any more once it is shared.
struct ArrivalFigures
{
    TimePoint start;
    StreamTimeline timeline;
    std::vector<TimelineSpan> blocked; ///< reading was stopped; the longest ones, by time
    std::optional<double> heldSinceMs; ///< when the oldest delta came that the strategy holds now
};

/// Sums that others keep anyway.
struct ArrivalTotals
{
    qint64 events = 0;
    qint64 wireBytes = 0;
    qint64 decodedBytes = 0;
    qint64 highWaterCount = 0;
};

/// Notes how the deltas of one stream come, and what becomes of them until they are in the queue. Bounded memory and a few
/// nanoseconds a delta. Pure; network thread, owned by what makes the stream. Times never go back; only a delta may have come
/// before what was noted last, but not before another delta.
class ArrivalRecorder
{
public:
    static constexpr std::size_t MostSpans = 256;

    /// Times count from \a start.
    ArrivalRecorder(TimePoint start, const QString& strategy);

    void beginAttempt(std::optional<ResumeMeans> means, TimePoint now);
    /// The attempt that runs, to be filled in; of what follows the last one that is kept, nowhere.
    TimelineAttempt& attempt() { return m_attempt; }
    void endAttempt(std::optional<ErrorKind> brokenBy, TimePoint now);
    double sinceStart(TimePoint time) const;

    // Text and reasoning that are not empty. Counted in the bucket of that time or, once a later one is open, in that.
    void takeText(TimePoint received) { ++bucketAt(received).textDeltas, ++m_text, takeGap(received); }
    void takeReasoning(TimePoint received) { ++bucketAt(received).reasoningDeltas, ++m_reasoning, takeGap(received); }

    /// What the strategy holds now.
    void takeHeld(int textDeltas, std::optional<TimePoint> since, TimePoint now);
    /// A flush went into the queue, which has \a depth now.
    void takeFlush(qsizetype depth, TimePoint now);
    void takeStrategy(const QString& name, TimePoint now);

    // Reading stops because the queue is full, and goes on. Twice the same does nothing.
    void block(TimePoint now);
    void unblock(TimePoint now);

    /// All of it as it is at \a now.
    std::shared_ptr<const ArrivalFigures> snapshot(const ArrivalTotals& totals, TimePoint now, bool isEnded);

private:
    TimelineBucket& bucketAt(TimePoint now)
    {
        if (now >= m_bucketEnd)
            moveTo(now);
        return m_buckets.back();
    }
    void takeGap(TimePoint received)
    {
        if (m_lastDelta)
            m_gaps.add(received - *m_lastDelta); // 0 within one read
        else
            noteFirst(received);
        m_lastDelta = received;
    }

    void moveTo(TimePoint now);
    void noteFirst(TimePoint received);
    void keepAttempt();

    TimePoint m_start;
    std::chrono::nanoseconds m_bucketLength;
    TimePoint m_bucketEnd; ///< of the last one
    std::vector<TimelineBucket> m_buckets; ///< at least one
    qint64 m_text = 0;
    qint64 m_reasoning = 0;
    qint64 m_flushes = 0;

    std::optional<TimePoint> m_lastDelta; ///< of this attempt
    GapCounter m_gaps;

    int m_held = 0;
    std::optional<TimePoint> m_heldSince;
    int m_depth = 0; ///< as of the last flush
    std::optional<TimePoint> m_blockedSince;
    double m_blockedMs = 0;
    std::vector<TimelineSpan> m_blocked;

    bool m_isInAttempt = false;
    TimelineAttempt m_attempt;
    std::vector<TimelineAttempt> m_attempts; ///< those that are over
    std::vector<TimelineStrategy> m_strategies;
};

}
