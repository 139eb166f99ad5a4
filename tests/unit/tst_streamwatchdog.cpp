#include "core/engine/streamwatchdog.h"

#include <QTest>

using namespace sluice;
using Phase = StreamWatchdog::Phase;
using Verdict = StreamWatchdog::Verdict;

namespace {

const TimePoint Start {std::chrono::hours(1)};

const TimeoutOptions Options {.firstByte = Millis(100), .silence = Millis(50), .stalledAfter = Millis(20), .connect = Millis(10)};

}

class TestStreamWatchdog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPhaseHasItsLimit_data();
    void everyPhaseHasItsLimit();
    void silenceIsFirstAStallThenTheEnd();
    void lifeStartsTheSilenceAnew();
    void nothingIsExpectedWhileOff();
    void limitsOfZeroAreOff();
    void theTrailerIsShortAndBounded();
    void aDoubtedConnectionHasLessTime();
    void aDoubtPassesWithLife();
    void nothingIsDoubtedThatIsNotWaitedFor();
};

void TestStreamWatchdog::aDoubtedConnectionHasLessTime()
{
    for (const Phase phase : {Phase::FirstByte, Phase::Body}) {
        StreamWatchdog watchdog(Options);
        watchdog.enter(phase, Start);

        watchdog.doubt(Start + Millis(5), Millis(10));

        QVERIFY(watchdog.check(Start + Millis(14)) != Verdict::TimedOut);
        QCOMPARE(watchdog.nextCheck(true), std::optional(Start + Millis(15)));
        QCOMPARE(watchdog.check(Start + Millis(15)), Verdict::TimedOut);
        QVERIFY(watchdog.timeoutError(QStringLiteral("host")).message.contains(QStringLiteral("slept")));
    }
}

void TestStreamWatchdog::aDoubtPassesWithLife()
{
    StreamWatchdog watchdog(Options);
    watchdog.enter(Phase::Body, Start);
    watchdog.doubt(Start, Millis(10));

    watchdog.noteLife(Start + Millis(9));

    QCOMPARE(watchdog.check(Start + Millis(28)), Verdict::Fine);
    QCOMPARE(watchdog.check(Start + Millis(58)), Verdict::Stalled);
    QCOMPARE(watchdog.check(Start + Millis(59)), Verdict::TimedOut);
}

void TestStreamWatchdog::nothingIsDoubtedThatIsNotWaitedFor()
{
    for (const Phase phase : {Phase::Off, Phase::Trailer}) {
        StreamWatchdog watchdog(Options);
        watchdog.enter(phase, Start);

        watchdog.doubt(Start, Millis(1));

        QCOMPARE(watchdog.check(Start + Millis(5)), Verdict::Fine);
    }
}

void TestStreamWatchdog::everyPhaseHasItsLimit_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("limit");
    QTest::newRow("connecting") << static_cast<int>(Phase::Connecting) << 10;
    QTest::newRow("first byte") << static_cast<int>(Phase::FirstByte) << 100;
    QTest::newRow("body") << static_cast<int>(Phase::Body) << 50;
}

void TestStreamWatchdog::everyPhaseHasItsLimit()
{
    QFETCH(int, phase);
    QFETCH(int, limit);
    StreamWatchdog watchdog(Options);

    watchdog.enter(static_cast<Phase>(phase), Start);

    QCOMPARE(watchdog.limit(), Millis(limit));
    QCOMPARE(watchdog.timeoutError(QStringLiteral("host")).kind, ErrorKind::Timeout);
    QVERIFY(watchdog.timeoutError(QStringLiteral("host")).message.contains(QString::number(limit / 1000.0)));
    QVERIFY(watchdog.check(Start + Millis(limit - 1)) != Verdict::TimedOut);
    QCOMPARE(watchdog.check(Start + Millis(limit)), Verdict::TimedOut);
    QCOMPARE(watchdog.nextCheck(true), std::optional(Start + Millis(limit)));
}

void TestStreamWatchdog::silenceIsFirstAStallThenTheEnd()
{
    StreamWatchdog watchdog(Options);
    watchdog.enter(Phase::Body, Start);

    QCOMPARE(watchdog.nextCheck(false), std::optional(Start + Millis(20)));
    QCOMPARE(watchdog.check(Start + Millis(19)), Verdict::Fine);
    QCOMPARE(watchdog.check(Start + Millis(20)), Verdict::Stalled);
    QCOMPARE(watchdog.nextCheck(true), std::optional(Start + Millis(50)));
    QCOMPARE(watchdog.check(Start + Millis(50)), Verdict::TimedOut);
}

void TestStreamWatchdog::lifeStartsTheSilenceAnew()
{
    StreamWatchdog watchdog(Options);
    watchdog.enter(Phase::Body, Start);

    watchdog.noteLife(Start + Millis(49));

    QCOMPARE(watchdog.check(Start + Millis(60)), Verdict::Fine);
    QCOMPARE(watchdog.check(Start + Millis(99)), Verdict::TimedOut);
}

void TestStreamWatchdog::nothingIsExpectedWhileOff()
{
    StreamWatchdog watchdog(Options);
    QVERIFY(!watchdog.nextCheck(false));

    watchdog.enter(Phase::Body, Start);
    watchdog.enter(Phase::Off, Start);

    QVERIFY(!watchdog.nextCheck(false));
    QCOMPARE(watchdog.check(Start + std::chrono::hours(1)), Verdict::Fine);
}

void TestStreamWatchdog::limitsOfZeroAreOff()
{
    StreamWatchdog watchdog({.firstByte = Millis(0), .silence = Millis(0), .stalledAfter = Millis(0), .connect = Millis(0)});
    for (const Phase phase : {Phase::Connecting, Phase::FirstByte, Phase::Body}) {
        watchdog.enter(phase, Start);
        QVERIFY(!watchdog.nextCheck(false));
        QCOMPARE(watchdog.check(Start + std::chrono::hours(1)), Verdict::Fine);
    }
}

void TestStreamWatchdog::theTrailerIsShortAndBounded()
{
    StreamWatchdog watchdog(Options);
    watchdog.enter(Phase::Trailer, Start);
    QCOMPARE(watchdog.check(Start + Millis(1999)), Verdict::Fine);
    QCOMPARE(watchdog.check(Start + Millis(2000)), Verdict::TrailerOver);

    for (int second = 1; second < 10; ++second) {
        watchdog.enter(Phase::Trailer, Start + Millis(second * 1000)); // every piece says again that the answer is complete
        watchdog.noteLife(Start + Millis(second * 1000));
        QCOMPARE(watchdog.check(Start + Millis(second * 1000 + 999)), Verdict::Fine);
    }
    QCOMPARE(watchdog.check(Start + Millis(10000)), Verdict::TrailerOver);
}

QTEST_GUILESS_MAIN(TestStreamWatchdog)
#include "tst_streamwatchdog.moc"
