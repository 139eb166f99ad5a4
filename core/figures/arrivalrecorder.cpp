#include "core/figures/arrivalrecorder.h"

#include "core/figures/timelinebuckets.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::chrono::nanoseconds FirstBucket = Millis(50);

double ms(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

}

ArrivalRecorder::ArrivalRecorder(TimePoint start, const QString& strategy)
    : m_start(start)
    , m_bucketLength(FirstBucket)
    , m_bucketEnd(start + FirstBucket)
    , m_buckets(1)
    , m_strategies {{.atMs = 0, .name = strategy}}
{ }

double ArrivalRecorder::sinceStart(TimePoint time) const
{
    return ms(time - m_start);
}

void ArrivalRecorder::beginAttempt(std::optional<ResumeMeans> means, TimePoint now)
{
    if (m_isInAttempt)
        endAttempt({}, now);
    m_isInAttempt = true;
    m_attempt = {};
    m_attempt.means = means;
    m_attempt.startMs = sinceStart(now);
    m_lastDelta.reset(); // what passes between two attempts is no gap of a server
}

void ArrivalRecorder::endAttempt(std::optional<ErrorKind> brokenBy, TimePoint now)
{
    if (!m_isInAttempt)
        return;
    m_isInAttempt = false;
    m_attempt.endMs = sinceStart(now);
    m_attempt.brokenBy = brokenBy;
    keepAttempt();
}

// The first half of them and the last ones.
void ArrivalRecorder::keepAttempt()
{
    if (m_attempts.size() == std::size_t(StreamTimeline::MostAttempts))
        m_attempts.erase(m_attempts.begin() + StreamTimeline::MostAttempts / 2);
    m_attempts.push_back(m_attempt);
}

void ArrivalRecorder::moveTo(TimePoint now)
{
    while (now >= m_start + m_bucketLength * StreamTimeline::MostBuckets) {
        widen(m_buckets, merge);
        m_bucketLength *= 2;
    }
    const auto index =
        std::size_t(std::max(std::chrono::nanoseconds(0), std::chrono::nanoseconds(now - m_start)) / m_bucketLength);
    // What is held or stands in the queue does so until something else is said; who takes from the queue says nothing here.
    const TimelineBucket silent {.mostHeld = m_held, .mostQueued = m_blockedSince ? m_depth : 0};
    while (m_buckets.size() <= index)
        m_buckets.push_back(silent);
    m_bucketEnd = m_start + m_bucketLength * qint64(m_buckets.size());
}

void ArrivalRecorder::noteFirst(TimePoint received)
{
    if (m_isInAttempt && !m_attempt.firstDeltaMs)
        m_attempt.firstDeltaMs = sinceStart(received);
}

void ArrivalRecorder::takeHeld(int textDeltas, std::optional<TimePoint> since, TimePoint now)
{
    TimelineBucket& bucket = bucketAt(now);
    bucket.mostHeld = std::max(bucket.mostHeld, textDeltas);
    m_held = textDeltas;
    m_heldSince = since;
}

void ArrivalRecorder::takeFlush(qsizetype depth, TimePoint now)
{
    ++m_flushes;
    m_depth = int(depth);
    TimelineBucket& bucket = bucketAt(now);
    bucket.mostQueued = std::max(bucket.mostQueued, m_depth);
}

void ArrivalRecorder::takeStrategy(const QString& name, TimePoint now)
{
    if (m_strategies.back().name == name)
        return;
    if (m_strategies.size() == std::size_t(StreamTimeline::MostStrategies))
        m_strategies.erase(m_strategies.begin() + 1);
    m_strategies.push_back({.atMs = sinceStart(now), .name = name});
}

void ArrivalRecorder::block(TimePoint now)
{
    if (m_blockedSince)
        return;
    bucketAt(now);
    m_blockedSince = now;
}

void ArrivalRecorder::unblock(TimePoint now)
{
    if (!m_blockedSince)
        return;
    bucketAt(now); // while it counts as blocked
    const TimelineSpan span {.beginMs = sinceStart(*m_blockedSince), .endMs = sinceStart(now)};
    m_blockedSince.reset();
    m_blockedMs += span.endMs - span.beginMs;
    if (m_blocked.size() == MostSpans) {
        m_blocked.erase(std::ranges::min_element(m_blocked, {}, [](const TimelineSpan& one) { return one.endMs - one.beginMs; }));
    }
    m_blocked.push_back(span);
}

std::shared_ptr<const ArrivalFigures> ArrivalRecorder::snapshot(const ArrivalTotals& totals, TimePoint now, bool isEnded)
{
    bucketAt(now);
    const auto made = std::make_shared<ArrivalFigures>();
    made->start = m_start;
    made->blocked = m_blocked;
    StreamTimeline& timeline = made->timeline;
    timeline.blockedMs = m_blockedMs;
    if (m_blockedSince) {
        made->blocked.push_back({.beginMs = sinceStart(*m_blockedSince), .endMs = sinceStart(now)});
        timeline.blockedMs += ms(now - *m_blockedSince);
    }
    if (m_heldSince && m_held > 0)
        made->heldSinceMs = sinceStart(*m_heldSince);
    timeline.bucketMs = ms(m_bucketLength);
    timeline.buckets = m_buckets;
    timeline.itlMs = m_gaps.histogram();
    timeline.attempts = m_attempts;
    if (m_isInAttempt)
        timeline.attempts.push_back(m_attempt);
    timeline.strategies = m_strategies;
    timeline.lastMs = sinceStart(now);
    timeline.isEnded = isEnded;
    timeline.textDeltas = m_text;
    timeline.reasoningDeltas = m_reasoning;
    timeline.flushes = m_flushes;
    timeline.events = totals.events;
    timeline.wireBytes = totals.wireBytes;
    timeline.decodedBytes = totals.decodedBytes;
    timeline.highWaterCount = totals.highWaterCount;
    return made;
}

}
