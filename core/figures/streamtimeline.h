#pragma once

#include "core/base/error.h"
#include "core/chat/seam.h"
#include "core/figures/logarithmichistogram.h"

#include <QString>

#include <optional>
#include <vector>

namespace sluice {

/// One request of a stream. Milliseconds from the start of the stream; nothing for what did not happen or cannot be seen (on a
/// connection that is used again there is no name to look up, nothing to connect to and no TLS).
struct TimelineAttempt
{
    std::optional<ResumeMeans> means {}; ///< by which it goes on with the answer; nothing: it asks for it
    double startMs = 0;
    std::optional<double> connectingMs {}; ///< the name was looked up, which took since startMs; the socket begins to connect
    std::optional<double> connectedMs {}; ///< not seen with Qt 6.4; see encryptedMs, or requestSentMs where there is no TLS
    std::optional<double> encryptedMs {};
    std::optional<double> requestSentMs {}; ///< as the network thread learnt of it: a wake late, which what follows is not
    std::optional<double> headMs {}; ///< of the answer: its first byte, as near as the network library tells
    std::optional<double> firstDeltaMs {}; ///< text or reasoning
    std::optional<double> endMs {};
    bool reusedConnection = false;
    std::optional<ErrorKind> brokenBy {};

    bool operator==(const TimelineAttempt&) const = default;
};

enum class StallCause {
    NetworkQuiet, ///< nothing came, although Sluice was reading
    HeldBack, ///< it had come, and was not on screen: strategy, queue, a busy window, or reading was stopped
};

/// A gap in what the user sees that is at least StreamTimeline::StallMs long, or the part of it that has one cause.
struct TimelineStall
{
    double startMs = 0;
    double lengthMs = 0;
    StallCause cause = StallCause::NetworkQuiet;

    bool operator==(const TimelineStall&) const = default;
};

/// From \c atMs on this strategy was in force.
struct TimelineStrategy
{
    double atMs = 0;
    QString name;

    bool operator==(const TimelineStrategy&) const = default;
};

/// What happened in one StreamTimeline::bucketMs.
struct TimelineBucket
{
    int textDeltas = 0; ///< received
    int shownDeltas = 0; ///< given to the view
    int mostHeld = 0; ///< text deltas in the strategy's buffer, at most
    int mostQueued = 0; ///< flushes in the queue between network and window, at most
    int reasoningDeltas = 0; ///< received

    bool operator==(const TimelineBucket&) const = default;
};

/// All that is known of how one stream went, in bounded size whatever its length; what the performance panel shows of a running
/// answer and of a stored one. A value, safe to pass between threads. Times are milliseconds from the start of the stream.
struct StreamTimeline
{
    static constexpr int MostBuckets = 600; ///< when there would be more, two become one
    static constexpr int MostStalls = 64; ///< the longest; quietMs and heldBackMs count all
    static constexpr int MostAttempts = 32; ///< the first and the last ones
    static constexpr int MostStrategies = 32;
    static constexpr double StallMs = 250;

    double bucketMs = 50;
    std::vector<TimelineBucket> buckets;
    LogarithmicHistogram itlMs; ///< between two text or reasoning deltas as they were received; no gap across a break
    std::vector<TimelineStall> stalls; ///< by start
    std::vector<TimelineAttempt> attempts;
    std::vector<TimelineStrategy> strategies; ///< in force, by time

    double lastMs = 0; ///< up to here this is true: the end, or now
    bool isEnded = false;
    double quietMs = 0; ///< sum of the stalls by cause
    double heldBackMs = 0;
    double longestQuietMs = 0;
    double longestHeldBackMs = 0;

    qint64 textDeltas = 0;
    qint64 reasoningDeltas = 0;
    qint64 events = 0;
    qint64 flushes = 0; ///< what the strategy made of the deltas
    qint64 wireBytes = 0; ///< bodies as they came
    qint64 decodedBytes = 0; ///< the same, inflated
    double blockedMs = 0; ///< reading was stopped because the queue was full
    qint64 highWaterCount = 0; ///< how often
    LogarithmicHistogram holdMs; ///< a frame's oldest delta: received → given to the view

    bool operator==(const StreamTimeline&) const = default;
};

}
