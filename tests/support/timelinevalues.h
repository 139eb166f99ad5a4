#pragma once

#include "core/figures/streamtimeline.h"

#include <QString>

namespace sluice::test {

/// Ten buckets of 50 ms with two text deltas each, one of them shown a bucket later, 30 ms from one to the next.
inline StreamTimeline evenTimeline()
{
    StreamTimeline timeline;
    timeline.bucketMs = 50;
    for (int i = 0; i < 10; ++i)
        timeline.buckets.push_back({.textDeltas = 2, .shownDeltas = i == 0 ? 1 : 2, .mostHeld = i, .mostQueued = i == 5 ? 7 : 1});
    timeline.itlMs.add(30, 19);
    timeline.holdMs.add(50, 10);
    timeline.lastMs = 500;
    timeline.isEnded = true;
    timeline.textDeltas = 20;
    timeline.events = 22;
    timeline.flushes = 4;
    timeline.wireBytes = 1000;
    timeline.decodedBytes = 4000;
    timeline.blockedMs = 12;
    timeline.attempts.push_back({.startMs = 0,
        .connectingMs = 1,
        .connectedMs = 3,
        .encryptedMs = 10,
        .requestSentMs = 11,
        .headMs = 90,
        .firstDeltaMs = 100,
        .endMs = 500});
    timeline.strategies.push_back({.atMs = 0, .name = QStringLiteral("adaptive")});
    return timeline;
}

/// Something in each of its fields.
inline StreamTimeline wholeTimeline()
{
    StreamTimeline timeline;
    timeline.bucketMs = 100;
    timeline.buckets = {
        {.textDeltas = 1, .shownDeltas = 2, .mostHeld = 3, .mostQueued = 4, .reasoningDeltas = 5}, {}, {.textDeltas = 6}};
    timeline.itlMs.add(20.5, 10);
    timeline.itlMs.add(1.25);
    timeline.holdMs.add(3);
    timeline.stalls = {{.startMs = 10.125, .lengthMs = 300, .cause = StallCause::NetworkQuiet},
        {.startMs = 400, .lengthMs = 250.5, .cause = StallCause::HeldBack}};
    timeline.attempts = {{.means = {},
                             .startMs = 0,
                             .connectingMs = 1.5,
                             .connectedMs = 2,
                             .encryptedMs = 3,
                             .requestSentMs = 4,
                             .headMs = 5,
                             .firstDeltaMs = 6,
                             .endMs = 7,
                             .reusedConnection = false,
                             .brokenBy = ErrorKind::RateLimit},
        {.means = ResumeMeans::StreamOffset, .startMs = 8, .reusedConnection = true}};
    timeline.strategies = {{.atMs = 0, .name = QStringLiteral("none")}, {.atMs = 12.5, .name = QStringLiteral("smooth")}};
    timeline.lastMs = 700.001;
    timeline.isEnded = true;
    timeline.quietMs = 300;
    timeline.heldBackMs = 250.5;
    timeline.longestQuietMs = 300;
    timeline.longestHeldBackMs = 250.5;
    timeline.textDeltas = 7;
    timeline.reasoningDeltas = 5;
    timeline.events = 14;
    timeline.flushes = 3;
    timeline.wireBytes = 1000;
    timeline.decodedBytes = 3000;
    timeline.blockedMs = 2.5;
    timeline.highWaterCount = 1;
    return timeline;
}

}
