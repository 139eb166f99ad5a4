#include "tests/support/manualclock.h"
#include "ui/chat/framemeter.h"
#include "ui/chat/framepacer.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

struct Frames
{
    FramePacer pacer {Millis(16)};
    ManualClock clock;

    // As a stream gives them: one each interval.
    void add(int count, Micros work)
    {
        for (int i = 0; i < count; ++i) {
            clock.advance(pacer.interval());
            pacer.addFrame(clock.now(), work);
        }
    }

    void addFor(Millis time, Micros work)
    {
        const TimePoint end = clock.now() + time;
        while (clock.now() < end)
            add(1, work);
    }
};

}

class TestFramePacer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightFramesKeepTheChosenInterval()
    {
        Frames f;

        f.add(500, Micros(3000));

        QCOMPARE(f.pacer.interval(), Millis(16));
        QVERIFY(!f.pacer.slowdownAt(f.clock.now()));
    }

    void framesThatTakeMostOfTheIntervalDoubleIt()
    {
        Frames f;

        f.add(10, Micros(11000));
        QCOMPARE(f.pacer.interval(), Millis(32));
        f.add(100, Micros(11000)); // a third of 32: neither too much nor little

        QCOMPARE(f.pacer.interval(), Millis(32));
    }

    void fewSlowFramesAreForgiven()
    {
        Frames f;

        for (int i = 0; i < 20; ++i) {
            f.add(19, Micros(2000));
            f.add(1, Micros(40000));
        }

        QCOMPARE(f.pacer.interval(), Millis(16));
    }

    void itSlowsDownEightTimesAtMostAndNeverBeyondAQuarterSecond_data()
    {
        QTest::addColumn<int>("base");
        QTest::addColumn<int>("slowest");
        QTest::newRow("16") << 16 << 128;
        QTest::newRow("33") << 33 << 132;
        QTest::newRow("50") << 50 << 200;
        QTest::newRow("100") << 100 << 200;
    }

    void itSlowsDownEightTimesAtMostAndNeverBeyondAQuarterSecond()
    {
        QFETCH(const int, base);
        QFETCH(const int, slowest);
        Frames f;
        f.pacer.setBase(Millis(base));

        f.add(200, Micros(900000));

        QCOMPARE(f.pacer.interval(), Millis(slowest));
    }

    void itComesBackOneStepASecond()
    {
        Frames f;
        f.add(20, Micros(900000));
        QCOMPARE(f.pacer.interval(), Millis(64));

        f.addFor(Millis(900), Micros(1000));
        QCOMPARE(f.pacer.interval(), Millis(64));
        f.addFor(Millis(300), Micros(1000));
        QCOMPARE(f.pacer.interval(), Millis(32));
        f.addFor(Millis(1200), Micros(1000));

        QCOMPARE(f.pacer.interval(), Millis(16));
    }

    void aLoadAtTheBorderDoesNotFlap()
    {
        Frames f;
        int shifts = 0;
        Millis before = f.pacer.interval();

        // What a frame costs here depends on what came since the last: 75 % of the short interval, 22 % of the long one.
        for (int i = 0; i < 4000; ++i) {
            f.add(1, f.pacer.interval() == Millis(16) ? Micros(12000) : Micros(7000));
            shifts += f.pacer.interval() != before;
            before = f.pacer.interval();
        }

        // Two minutes: five steps back that get longer, and then one in 16 seconds.
        QVERIFY2(shifts <= 26, qPrintable(QString::number(shifts)));
    }

    void aPauseIsNoLightLoad()
    {
        Frames f;
        f.add(10, Micros(11000));
        f.add(1, Micros(1000));
        f.clock.advance(Millis(5000));
        f.add(1, Micros(1000));

        QCOMPARE(f.pacer.interval(), Millis(32));
    }

    void aSlowdownIsToldOnceItHasLastedASecond()
    {
        Frames f;
        f.add(10, Micros(11000));
        QVERIFY(!f.pacer.slowdownAt(f.clock.now()));

        f.addFor(Millis(1100), Micros(11000));

        QCOMPARE(f.pacer.slowdownAt(f.clock.now()), std::optional(Millis(32)));
        f.pacer.restart();
        QVERIFY(!f.pacer.slowdownAt(f.clock.now()));
        QCOMPARE(f.pacer.interval(), Millis(16));
    }

    void aFrameIsMeasuredFromItsBeginningToThePaintThatEndsIt()
    {
        ManualClock clock;
        FrameMeter meter(clock);

        QVERIFY(!meter.end()); // a paint for other reasons
        meter.begin();
        clock.advance(Micros(1500));
        meter.begin(); // a second change before the paint belongs to the same frame
        clock.advance(Micros(500));

        QCOMPARE(meter.end(), std::optional(Micros(2000)));
        QVERIFY(!meter.end());
    }

    void theMeterKnowsThePercentilesOfTheLastFrames()
    {
        ManualClock clock;
        FrameMeter meter(clock);
        QVERIFY(!meter.percentile(50));

        for (int i = 1; i <= 1000; ++i) {
            meter.begin();
            clock.advance(Micros(i));
            meter.end();
        }

        // It remembers 512: 489 to 1000.
        QCOMPARE(meter.percentile(0), std::optional(Micros(489)));
        QCOMPARE(meter.percentile(50), std::optional(Micros(744)));
        QCOMPARE(meter.percentile(100), std::optional(Micros(1000)));
        QCOMPARE(meter.count(), qint64(1000));
    }
};

QTEST_GUILESS_MAIN(TestFramePacer)

#include "tst_framepacer.moc"
