#include "core/flow/bufferstrategy.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

const StrategyOptions fixed {.name = u"fixed"_s};
const StrategyOptions adaptive {.name = u"adaptive"_s};

void pushEach(StrategyRun& run, const QString& letters)
{
    for (const QChar letter : letters)
        run.push(QString(letter));
}

}

/// none, fixed and adaptive: when deltas are counted.
class TestCountingStrategies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneReleasesEveryDeltaAtOnce()
    {
        StrategyRun run({.name = u"none"_s});

        pushEach(run, u"ab"_s);
        run.push(Delta(Usage {1, 2}));
        run.push(Delta(CachedDelta {}));

        QCOMPARE(run.texts(), (QStringList {u"a"_s, u"b"_s, {}, {}}));
        QCOMPARE(run.flushes()[0].textDeltas, 1);
        QCOMPARE(run.flushes()[2].deltas, (Deltas {Usage {1, 2}}));
        QCOMPARE(run.strategy().nextDue(), std::nullopt);
    }

    void fixedReleasesEveryFiveDeltas()
    {
        StrategyRun run(fixed);

        pushEach(run, u"abcdefghijkl"_s);
        QCOMPARE(run.texts(), (QStringList {u"abcde"_s, u"fghij"_s}));
        QCOMPARE(run.flushes()[0].textDeltas, 5);
        run.drain();

        QCOMPARE(run.texts(), (QStringList {u"abcde"_s, u"fghij"_s, u"kl"_s}));
    }

    void fixedCountsAgainFromAReasoningDelta()
    {
        StrategyRun run(fixed);

        pushEach(run, u"abc"_s);
        run.push(Delta(ReasoningDelta {u"?"_s}));
        pushEach(run, u"defg"_s);
        QCOMPARE(run.texts(), QStringList {u"abc"_s});
        run.push(u"h"_s);

        QCOMPARE(run.texts(), (QStringList {u"abc"_s, u"defgh"_s}));
    }

    /// A defect of many: the rest of a group stays in the buffer until the server sends something more.
    void fixedTextIsNotStuckUntilTheNextChunk()
    {
        StrategyRun run(fixed);
        pushEach(run, u"abcdefg"_s);

        run.wait(Millis(1000));

        QCOMPARE(run.texts(), (QStringList {u"abcde"_s, u"fg"_s}));
    }

    void adaptiveReleasesAtMax()
    {
        StrategyRun run(adaptive);

        pushEach(run, u"abcdefghijk"_s);

        QCOMPARE(run.texts(), QStringList {u"abcdefghij"_s});
        QCOMPARE(run.strategy().heldTextDeltas(), 1);
    }

    void adaptiveReleasesAtMinOnArrivalOnceTheTimeoutHasPassed()
    {
        StrategyRun run(adaptive);
        run.wait(Millis(600)); // the first group counts from the start of the stream

        pushEach(run, u"ab"_s);
        QVERIFY(run.flushes().empty());
        run.push(u"c"_s);

        QCOMPARE(run.texts(), QStringList {u"abc"_s});
    }

    /// The same defect as above: the timeout was looked at only when the next chunk came.
    void adaptiveTextIsNotStuckUntilTheNextChunk()
    {
        StrategyRun run(adaptive);
        const TimePoint start = run.now();
        run.wait(Millis(100));
        pushEach(run, u"abc"_s);

        QCOMPARE(run.strategy().nextDue(), std::optional(start + Millis(500)));
        run.wait(Millis(399));
        QVERIFY(run.flushes().empty());
        run.wait(Millis(1));

        QCOMPARE(run.texts(), QStringList {u"abc"_s});
        QCOMPARE(run.flushes()[0].released, start + Millis(500));
    }

    void adaptiveCountsTheTimeoutFromTheLastRelease()
    {
        StrategyRun run(adaptive);
        run.wait(Millis(450));
        pushEach(run, u"abcdefghij"_s); // at max: the time starts again
        pushEach(run, u"klm"_s);

        run.wait(Millis(499));
        QCOMPARE(run.flushes().size(), 1u);
        run.wait(Millis(1));

        QCOMPARE(run.texts(), (QStringList {u"abcdefghij"_s, u"klm"_s}));
    }

    void adaptiveFewerThanMinWaitForTheNextDelta()
    {
        StrategyRun run(adaptive);
        pushEach(run, u"ab"_s);
        run.wait(Millis(900));
        QVERIFY(run.flushes().empty());

        run.push(u"c"_s);

        QCOMPARE(run.texts(), QStringList {u"abc"_s});
    }

    void adaptiveFewerThanMinWaitForTheStallGuard()
    {
        StrategyRun run(adaptive);
        pushEach(run, u"ab"_s);

        run.wait(Millis(999));
        QVERIFY(run.flushes().empty());
        run.wait(Millis(1));

        QCOMPARE(run.texts(), QStringList {u"ab"_s});
    }

    void adaptiveALoneUsageIsNoRelease()
    {
        StrategyRun run({.name = u"adaptive"_s, .timeout = Millis(500), .stallGuard = Millis(100)});
        run.push(Delta(Usage {1, 1}));
        run.wait(Millis(499)); // the usage went out at 100

        pushEach(run, u"abc"_s);
        run.wait(Millis(1));

        QCOMPARE(run.texts(), (QStringList {{}, u"abc"_s}));
    }
};

QTEST_GUILESS_MAIN(TestCountingStrategies)
#include "tst_countingstrategies.moc"
