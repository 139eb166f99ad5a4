#include "core/engine/queuedhandle.h"
#include "tests/support/flowhelpers.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr Millis Never {3'600'000};

StreamFigures begunAt(TimePoint start)
{
    StreamFigures figures;
    figures.startedAt = start;
    return figures;
}

}

class TestQueuedHandle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFrameThatWaitsComesSoonerWhenTheIntervalGetsShorter()
    {
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Never, {});
        QSignalSpy frames(&handle, &StreamHandle::frame);
        link->queue.push(flushOf({text(u"one"_s)}));
        handle.wake({});
        QCOMPARE(frames.count(), 1);
        link->queue.push(flushOf({text(u"two"_s)}));
        handle.wake({});
        QCoreApplication::processEvents();
        QCOMPARE(frames.count(), 1);

        handle.setFrameInterval(Millis(1));

        QCOMPARE(frames.count(), 1); // not inside the call
        QTRY_COMPARE(frames.count(), 2);
        QCOMPARE(frames.at(1).at(0).value<FrameBatch>().text, u"two"_s);
    }

    void aLongerIntervalHoldsTheNextFrame()
    {
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Millis(0), {});
        QSignalSpy frames(&handle, &StreamHandle::frame);
        link->queue.push(flushOf({text(u"one"_s)}));
        handle.wake({});

        handle.setFrameInterval(Never);
        link->queue.push(flushOf({text(u"two"_s)}));
        handle.wake({});
        QCoreApplication::processEvents();

        QCOMPARE(frames.count(), 1);
    }

    void whatWaitsForABusyConsumerIsHeldBack()
    {
        ManualClock clock;
        const TimePoint start = clock.now();
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Millis(0), {}, clock);
        QSignalSpy changes(&handle, &StreamHandle::timelineChanged);
        ArrivalRecorder arrivals(start, u"none"_s);
        const auto receive = [&](const QString& value) {
            arrivals.takeText(clock.now());
            link->queue.push(flushOf({text(value)}, 1, clock.now()));
        };
        clock.advance(Millis(100));
        receive(u"one"_s);
        handle.wake(begunAt(start));
        clock.advance(Millis(20));
        receive(u"two"_s);
        clock.advance(Millis(600)); // the consumer does something else
        handle.wake(begunAt(start));
        QTRY_VERIFY(link->queue.isEmpty());
        QVERIFY(!handle.timeline()); // nobody watches

        clock.advance(Millis(30));
        link->queue.push(StreamEnd {.finishReason = u"stop"_s, .error = {}});
        handle.takeArrivals(arrivals.snapshot({.events = 2}, clock.now(), true));
        handle.close(begunAt(start));
        QTRY_VERIFY(handle.timeline());

        const StreamTimeline& timeline = *handle.timeline();
        QCOMPARE(changes.count(), 1);
        QVERIFY(timeline.isEnded);
        QCOMPARE(timeline.lastMs, 750.0);
        QCOMPARE(timeline.events, 2);
        QCOMPARE(timeline.heldBackMs, 600.0);
        QCOMPARE(timeline.quietMs, 20.0);
        QCOMPARE(timeline.stalls, std::vector<TimelineStall>({{.startMs = 120, .lengthMs = 600, .cause = StallCause::HeldBack}}));
        QCOMPARE(timeline.holdMs.count(), 2);
        QCOMPARE(timeline.holdMs.max(), 600.0);
    }

    // The server may have answered to the stop before this thread comes to take the end.
    void aWordAboutTheServerThatWaitsForTheEndIsStillToCome()
    {
        const auto link = std::make_shared<StreamLink>([] { });
        QueuedHandle handle(link, Never, {});
        QStringList told;
        connect(&handle, &StreamHandle::ended, &handle,
            [&] { told.append(handle.awaitsServerStop() ? u"ended, awaits"_s : u"ended"_s); });
        connect(&handle, &StreamHandle::serverStopped, &handle,
            [&] { told.append(handle.awaitsServerStop() ? u"stopped, awaits"_s : u"stopped"_s); });
        link->queue.push(flushOf({text(u"one"_s)}));
        handle.wake({});
        link->queue.push(StreamEnd {.finishReason = {}, .error = Error {.kind = ErrorKind::Cancelled, .message = {}}});
        handle.close({}, true);

        handle.takeServerStop(ServerStop::Confirmed);
        QVERIFY(handle.awaitsServerStop());
        handle.setFrameInterval(Millis(0));

        QTRY_COMPARE(told, QStringList({u"ended, awaits"_s, u"stopped"_s}));
        QCOMPARE(handle.status().serverStop, ServerStop::Confirmed);
    }

    void aWatchedStreamIsToldOfAtEachSnapshot()
    {
        ManualClock clock;
        const TimePoint start = clock.now();
        const auto link = std::make_shared<StreamLink>([] { });
        QList<bool> watched;
        QueuedHandle handle(link, Millis(0),
            {.stop = {}, .setStrategy = {}, .setWatched = [&watched](bool isWatched) { watched << isWatched; }, .drop = {}},
            clock);
        ArrivalRecorder arrivals(start, u"none"_s);
        handle.setWatched(true);
        handle.setWatched(true);
        QCOMPARE(watched, QList {true});

        arrivals.takeText(clock.now());
        link->queue.push(flushOf({text(u"one"_s)}, 1, clock.now()));
        handle.wake(begunAt(start));
        clock.advance(Millis(400));
        handle.takeArrivals(arrivals.snapshot({}, clock.now(), false));

        QCOMPARE(handle.timeline()->longestQuietMs, 400.0);
        QCOMPARE(handle.shownTimeline().textDeltas, 1);
        handle.setWatched(false);
        handle.detach(); // without a word: nobody is there to hear it
        QCOMPARE(watched, (QList {true, false}));
    }
};

QTEST_GUILESS_MAIN(TestQueuedHandle)

#include "tst_queuedhandle.moc"
