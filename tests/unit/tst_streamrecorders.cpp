#include "core/figures/timelinecombination.h"

#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace std::chrono_literals;

namespace {

const TimePoint Start {1h};

/// One stream as both threads see it, at times of the test's choice.
struct Recorded
{
    ArrivalRecorder arrivals {Start, u"none"_s};
    ScreenRecorder screen;

    Recorded() { screen.begin(Start); }

    void receive(Millis at, int deltas = 1)
    {
        for (int i = 0; i < deltas; ++i)
            arrivals.takeText(Start + at);
    }
    void show(Millis at, Millis received, int deltas = 1) { screen.takeFrame(deltas, Start + received, Start + at); }
    /// Shown as it comes.
    void pass(Millis at)
    {
        receive(at);
        show(at, at);
    }
    StreamTimeline timeline(Millis now, bool isEnded = true)
    {
        return combine(arrivals.snapshot({}, Start + now, isEnded), screen.figures(), double(now.count()));
    }
};

TimelineStall stall(double start, double length, StallCause cause)
{
    return {.startMs = start, .lengthMs = length, .cause = cause};
}

int sum(const StreamTimeline& timeline, int TimelineBucket::* field)
{
    return std::accumulate(timeline.buckets.begin(), timeline.buckets.end(), 0,
        [field](int sum, const TimelineBucket& bucket) { return sum + bucket.*field; });
}

}

class StreamRecordersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gapsBetweenDeltasAreTrueToTwoPercent()
    {
        Recorded stream;
        for (int i = 0; i < 1000; ++i)
            stream.receive(Millis(100) + 20ms * i + (i % 10 == 0 ? 3ms : 0ms));

        const StreamTimeline timeline = stream.timeline(30s);

        QCOMPARE(timeline.itlMs.count(), 999);
        QVERIFY(std::abs(timeline.itlMs.percentile(0.5) / 20 - 1) <= 0.02);
        QCOMPARE(timeline.itlMs.max(), 23.0);
        QCOMPARE(timeline.textDeltas, 1000);
        QCOMPARE(sum(timeline, &TimelineBucket::textDeltas), 1000);
    }

    void deltasOfOneReadAreNoTimeApart()
    {
        Recorded stream;
        stream.receive(10ms, 5);
        stream.receive(40ms);

        const StreamTimeline timeline = stream.timeline(1s);

        QCOMPARE(timeline.itlMs.count(), 5);
        QVERIFY(timeline.itlMs.percentile(0.5) < 0.01);
        QCOMPARE(timeline.itlMs.max(), 30.0);
        QCOMPARE(timeline.itlMs.sum(), 30.0);
    }

    void aDeltaMayHaveComeBeforeWhatWasNotedLast()
    {
        Recorded stream;
        stream.receive(40ms);
        stream.arrivals.takeHeld(0, {}, Start + 51ms); // opens the second bucket
        stream.receive(49ms);

        const StreamTimeline timeline = stream.timeline(60ms);

        QCOMPARE(timeline.itlMs.max(), 9.0);
        QCOMPARE(timeline.buckets.size(), 2u);
        QCOMPARE(timeline.buckets[1].textDeltas, 1);
        QCOMPARE(sum(timeline, &TimelineBucket::textDeltas), 2);
    }

    void aBreakIsNoGapBetweenDeltas()
    {
        Recorded stream;
        stream.arrivals.beginAttempt({}, Start);
        stream.receive(10ms);
        stream.arrivals.endAttempt(ErrorKind::Network, Start + 20ms);
        stream.arrivals.beginAttempt(ResumeMeans::LastEventId, Start + 500ms);
        stream.receive(510ms);
        stream.receive(530ms);

        const StreamTimeline timeline = stream.timeline(600ms);

        QCOMPARE(timeline.itlMs.count(), 1);
        QCOMPARE(timeline.itlMs.max(), 20.0);
        QCOMPARE(timeline.attempts.size(), 2u);
        QCOMPARE(timeline.attempts[0].firstDeltaMs, 10.0);
        QCOMPARE(timeline.attempts[0].endMs, 20.0);
        QCOMPARE(timeline.attempts[0].brokenBy, ErrorKind::Network);
        QCOMPARE(timeline.attempts[1].means, ResumeMeans::LastEventId);
        QCOMPARE(timeline.attempts[1].startMs, 500.0);
        QCOMPARE(timeline.attempts[1].firstDeltaMs, 510.0);
        QCOMPARE(timeline.attempts[1].endMs, std::nullopt);
    }

    void ofManyAttemptsTheFirstAndTheLastOnesAreKept()
    {
        Recorded stream;
        for (int i = 0; i < 100; ++i) {
            stream.arrivals.beginAttempt({}, Start + Millis(i));
            stream.arrivals.endAttempt(ErrorKind::Network, Start + Millis(i));
        }

        const StreamTimeline timeline = stream.timeline(1s);

        QCOMPARE(timeline.attempts.size(), std::size_t(StreamTimeline::MostAttempts));
        QCOMPARE(timeline.attempts.front().startMs, 0.0);
        QCOMPARE(timeline.attempts.back().startMs, 99.0);
    }

    void aLongStreamHasWiderBucketsAndLosesNothing()
    {
        Recorded stream;
        for (int i = 0; i < 3000; ++i) {
            stream.receive(100ms * i);
            stream.show(100ms * i + 7ms, 100ms * i);
        }
        stream.show(600s, 600s); // the screen is behind and widens once more

        const StreamTimeline timeline = stream.timeline(300s);

        QCOMPARE(timeline.bucketMs, 1600.0);
        QVERIFY(timeline.buckets.size() <= std::size_t(StreamTimeline::MostBuckets));
        QCOMPARE(sum(timeline, &TimelineBucket::textDeltas), 3000);
        QCOMPARE(sum(timeline, &TimelineBucket::shownDeltas), 3001);
        QCOMPARE(timeline.buckets[10].textDeltas, 16);
        QCOMPARE(timeline.buckets[10].shownDeltas, 16);
    }

    void whatIsHeldStaysHeldUntilItIsReleased()
    {
        Recorded stream;
        stream.arrivals.takeHeld(3, Start + 10ms, Start + 10ms);
        stream.arrivals.takeHeld(0, {}, Start + 260ms);

        const StreamTimeline timeline = stream.timeline(400ms);

        QCOMPARE(timeline.buckets[0].mostHeld, 3);
        QCOMPARE(timeline.buckets[3].mostHeld, 3);
        QCOMPARE(timeline.buckets[6].mostHeld, 0);
    }

    void timeInWhichReadingWasStoppedIsCounted()
    {
        Recorded stream;
        stream.arrivals.takeFlush(1024, Start + 100ms);
        stream.arrivals.block(Start + 100ms);
        stream.arrivals.block(Start + 200ms);
        QCOMPARE(stream.timeline(300ms, false).blockedMs, 200.0); // it still is
        stream.arrivals.unblock(Start + 400ms);
        stream.arrivals.unblock(Start + 500ms);

        const StreamTimeline timeline = stream.timeline(600ms);

        QCOMPARE(timeline.blockedMs, 300.0);
        QCOMPARE(timeline.flushes, 1);
        QCOMPARE(timeline.buckets[4].mostQueued, 1024);
        QCOMPARE(timeline.buckets[10].mostQueued, 0);
    }

    void aSilenceOfTheServerIsQuietOfTheNetwork()
    {
        Recorded stream;
        stream.pass(100ms);
        stream.pass(700ms);

        const StreamTimeline timeline = stream.timeline(710ms);

        QCOMPARE(timeline.stalls, std::vector({stall(100, 600, StallCause::NetworkQuiet)}));
        QCOMPARE(timeline.quietMs, 600.0);
        QCOMPARE(timeline.heldBackMs, 0.0);
        QCOMPARE(timeline.longestQuietMs, 600.0);
    }

    void whatCameButWasNotShownIsHeldBack()
    {
        Recorded stream;
        stream.pass(100ms);
        for (Millis at = 110ms; at <= 700ms; at += 10ms)
            stream.receive(at);
        stream.show(700ms, 110ms, 60);

        const StreamTimeline timeline = stream.timeline(710ms);

        QCOMPARE(timeline.stalls, std::vector({stall(110, 590, StallCause::HeldBack)}));
        QCOMPARE(timeline.heldBackMs, 590.0);
        QCOMPARE(timeline.quietMs, 10.0); // too little of the gap to be a stall of its own
        QCOMPARE(timeline.holdMs.max(), 590.0);
    }

    void aGapMayHaveBothCauses()
    {
        Recorded stream;
        stream.pass(100ms);
        stream.receive(400ms);
        stream.show(600ms, 400ms);

        const StreamTimeline timeline = stream.timeline(700ms);

        QCOMPARE(
            timeline.stalls, std::vector({stall(100, 300, StallCause::NetworkQuiet), stall(400, 200, StallCause::HeldBack)}));
    }

    void silenceWhileReadingWasStoppedIsHeldBack()
    {
        Recorded stream;
        stream.pass(100ms);
        stream.arrivals.block(Start + 200ms);
        stream.arrivals.unblock(Start + 500ms);
        stream.pass(600ms);

        const StreamTimeline timeline = stream.timeline(700ms);

        QCOMPARE(timeline.quietMs, 200.0);
        QCOMPARE(timeline.heldBackMs, 300.0);
    }

    void theOrdinaryPaceIsNoStall()
    {
        Recorded stream;
        for (Millis at = 0ms; at < 5s; at += 240ms)
            stream.pass(at);

        QVERIFY(stream.timeline(5s).stalls.empty());
        QCOMPARE(stream.timeline(5s).quietMs, 0.0);
    }

    void theWaitBeforeTheFirstDeltaIsNoStall()
    {
        Recorded stream;
        stream.pass(5s);

        QVERIFY(stream.timeline(5001ms).stalls.empty());
        QVERIFY(Recorded().timeline(9s, false).stalls.empty());
    }

    void aStreamThatIsSilentNowIsAStallThatGrows()
    {
        Recorded stream;
        stream.pass(100ms);

        QVERIFY(stream.timeline(300ms, false).stalls.empty());
        QCOMPARE(stream.timeline(400ms, false).stalls, std::vector({stall(100, 300, StallCause::NetworkQuiet)}));
        QCOMPARE(stream.timeline(900ms, false).longestQuietMs, 800.0);
    }

    void whatAStrategyHoldsNowIsAStallThatGrows()
    {
        Recorded stream;
        stream.pass(100ms);
        stream.receive(150ms);
        stream.arrivals.takeHeld(1, Start + 150ms, Start + 150ms);

        QCOMPARE(stream.timeline(650ms, false).longestHeldBackMs, 500.0);
        QCOMPARE(stream.timeline(650ms, false).quietMs, 50.0);
    }

    void ofManyStallsTheLongestAreKeptAndAllAreCounted()
    {
        Recorded stream;
        Millis at = 0ms;
        for (int i = 0; i < 2000; ++i) {
            stream.screen.takeFrame(1, Start + at, Start + at);
            at += Millis(300 + i % 7);
        }
        stream.screen.takeFrame(1, Start + at, Start + at);

        const StreamTimeline timeline = stream.timeline(at);

        QCOMPARE(timeline.stalls.size(), std::size_t(StreamTimeline::MostStalls));
        QVERIFY(std::ranges::all_of(timeline.stalls, [](const TimelineStall& one) { return one.lengthMs == 306; }));
        QVERIFY(std::ranges::is_sorted(timeline.stalls, {}, &TimelineStall::startMs));
        QCOMPARE(timeline.quietMs, double(at.count()));
    }

    void withoutWordFromTheNetworkThereIsWhatWasShown()
    {
        ScreenRecorder screen;
        screen.takeFrame(1, Start, Start); // of no stream yet
        screen.begin(Start);
        screen.begin(Start + 1h);
        screen.takeFrame(3, Start + 60ms, Start + 70ms);

        const StreamTimeline timeline = combine({}, screen.figures(), 90);

        QCOMPARE(timeline.textDeltas, 3);
        QCOMPARE(timeline.buckets.at(1).shownDeltas, 3);
        QCOMPARE(timeline.lastMs, 90.0);
        QVERIFY(!timeline.isEnded);
        QCOMPARE(timeline.holdMs.max(), 10.0);
    }

    void aChangeOfStrategyIsNoted()
    {
        Recorded stream;
        stream.arrivals.takeStrategy(u"none"_s, Start + 1s);
        stream.arrivals.takeStrategy(u"smooth"_s, Start + 2s);

        QCOMPARE(stream.timeline(3s).strategies,
            std::vector<TimelineStrategy>({{.atMs = 0, .name = u"none"_s}, {.atMs = 2000, .name = u"smooth"_s}}));
    }
};

QTEST_GUILESS_MAIN(StreamRecordersTest)
#include "tst_streamrecorders.moc"
