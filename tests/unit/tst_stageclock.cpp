#include "core/profile/profilejson.h"
#include "core/profile/stageclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// A thread's clocks that move only when the test says so.
struct Hands
{
    StageInstant now {.wall = 1'000'000'000, .cpu = 5'000'000};

    void work(qint64 nanoseconds)
    {
        now.wall += nanoseconds;
        now.cpu += nanoseconds;
    }
    void sleep(qint64 nanoseconds) { now.wall += nanoseconds; }
    StageClock::Now source() const
    {
        return [this] { return now; };
    }
};

StageTotal of(const StageClock& clock, Stage stage)
{
    return clock.totals()[std::size_t(stage)];
}

QJsonObject json(const StageClock& clock)
{
    return QJsonDocument::fromJson(profileJson("abc", clock)).object();
}

QStringList stageNames(const QJsonObject& profile)
{
    QStringList names;
    for (const QJsonValue& stage : profile["stages"_L1].toArray())
        names.append(stage["name"_L1].toString());
    return names;
}

}

class TestStageClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workCountsInItsStage();
    void whatOthersDoInBetweenIsNotCounted();
    void aStageInsideAnotherInterruptsIt();
    void waitingIsWhatIsBetweenWork();
    void whatWasWaitedForMayBeKnownLater();
    void theQueuePassesBesideTheStages();
    void withoutAClockAScopeIsNothing();
    void afterTheEndNothingCounts();
    void aProfileBeforeTheEndHasWhatIsOpen();
    void spansAreBoundedAndTheRestIsSummedUp();
    void droppedSpansGiveBackTheirMemory();
    void theJsonListsTheLongestFirst();
    void theTraceIsOneThatPerfettoOpens();
    void theThreadsOwnClocksAdvance();
};

void TestStageClock::workCountsInItsStage()
{
    Hands hands;
    StageClock clock(10, hands.source());
    {
        const StageScope scope(&clock, Stage::Parse);
        hands.work(300);
        hands.sleep(50);
    }
    QCOMPARE(of(clock, Stage::Parse).wall, 350);
    QCOMPARE(of(clock, Stage::Parse).cpu, 300);
    QCOMPARE(of(clock, Stage::Parse).count, 1);
    QCOMPARE(clock.spans().size(), 1u);
    QCOMPARE(clock.spans()[0].duration, 350);
}

void TestStageClock::whatOthersDoInBetweenIsNotCounted()
{
    // The seed's profiler ran from the first to the last byte, whatever its thread did meanwhile.
    Hands hands;
    StageClock mine(10, hands.source());
    StageClock others(10, hands.source());
    for (int i = 0; i < 3; ++i) {
        {
            const StageScope scope(&mine, Stage::Write);
            hands.work(10);
        }
        const StageScope scope(&others, Stage::Write);
        hands.work(1000);
    }
    QCOMPARE(of(mine, Stage::Write).wall, 30);
    QCOMPARE(of(mine, Stage::Write).cpu, 30);
    QCOMPARE(of(others, Stage::Write).cpu, 3000);
}

void TestStageClock::aStageInsideAnotherInterruptsIt()
{
    Hands hands;
    StageClock clock(10, hands.source());
    {
        const StageScope outer(&clock, Stage::Strategy);
        hands.work(10);
        {
            const StageScope inner(&clock, Stage::Write);
            hands.work(100);
        }
        hands.work(5);
    }
    QCOMPARE(of(clock, Stage::Strategy).cpu, 15);
    QCOMPARE(of(clock, Stage::Write).cpu, 100);
    QCOMPARE(of(clock, Stage::Strategy).wall + of(clock, Stage::Write).wall, clock.total());
    QCOMPARE(clock.spans().size(), 2u);
    QCOMPARE(clock.spans()[1].duration, 115); // in the trace the one lies inside the other
    QVERIFY(clock.spans()[0].start >= clock.spans()[1].start);
}

void TestStageClock::waitingIsWhatIsBetweenWork()
{
    Hands hands;
    StageClock clock(10, hands.source());
    clock.waitIn(Stage::Connect);
    hands.sleep(40);
    clock.waitIn(Stage::Wait);
    hands.work(200); // for another stream
    {
        const StageScope scope(&clock, Stage::Decode);
        hands.work(7);
    }
    hands.sleep(60);
    clock.waitIn(std::nullopt);
    hands.sleep(1000); // held back by its reader
    clock.finish();
    QCOMPARE(of(clock, Stage::Connect).wall, 40);
    QCOMPARE(of(clock, Stage::Wait).wall, 260);
    QCOMPARE(of(clock, Stage::Wait).cpu, 0);
    QCOMPARE(of(clock, Stage::Wait).count, 2);
    QCOMPARE(clock.total(), 40 + 200 + 7 + 60 + 1000);
}

void TestStageClock::whatWasWaitedForMayBeKnownLater()
{
    Hands hands;
    StageClock clock(10, hands.source());
    const qint64 start = hands.now.wall;
    clock.waitIn(Stage::Connect);
    hands.sleep(1000);
    clock.waitInSince(Stage::Wait, start + 300);
    hands.sleep(50);
    QCOMPARE(of(clock, Stage::Connect).wall, 300);
    QCOMPARE(of(clock, Stage::Wait).wall, 750);

    StageClock kept(10, hands.source());
    kept.waitIn(Stage::Connect);
    hands.sleep(1000);
    kept.waitInSince(Stage::Wait, 0); // before it began
    QCOMPARE(of(kept, Stage::Connect).wall, 0);
    QCOMPARE(of(kept, Stage::Wait).wall, 1000);
}

void TestStageClock::theQueuePassesBesideTheStages()
{
    Hands hands;
    StageClock clock(10, hands.source());
    clock.waitIn(Stage::Wait);
    clock.queueGrew(2);
    hands.sleep(30);
    clock.queueGrew(1);
    hands.sleep(20);
    clock.queueEmptied();
    clock.queueEmptied();
    hands.sleep(500);
    clock.finish();
    QCOMPARE(of(clock, Stage::Queue).wall, 50);
    QCOMPARE(of(clock, Stage::Queue).count, 3);
    QCOMPARE(of(clock, Stage::Wait).wall, 550);
}

void TestStageClock::withoutAClockAScopeIsNothing()
{
    StageClock* const none = nullptr;
    const StageScope scope(none, Stage::Parse);
    QVERIFY(!none);
}

void TestStageClock::afterTheEndNothingCounts()
{
    Hands hands;
    StageClock clock(10, hands.source());
    {
        const StageScope scope(&clock, Stage::Write);
        hands.work(10);
        clock.finish(); // from inside
        hands.work(10);
    }
    const StageScope late(&clock, Stage::Write);
    clock.waitIn(Stage::Wait);
    clock.queueGrew(1);
    hands.work(100);
    QVERIFY(clock.isFinished());
    QCOMPARE(clock.total(), 10);
    QCOMPARE(of(clock, Stage::Write).cpu, 10);
    QCOMPARE(of(clock, Stage::Queue).count, 0);
}

void TestStageClock::aProfileBeforeTheEndHasWhatIsOpen()
{
    Hands hands;
    StageClock clock(10, hands.source());
    clock.waitIn(Stage::Wait);
    clock.queueGrew(1);
    hands.sleep(70);
    QCOMPARE(of(clock, Stage::Wait).wall, 70);
    QCOMPARE(of(clock, Stage::Queue).wall, 70);
    QCOMPARE(clock.total(), 70);
    const StageScope scope(&clock, Stage::Strategy);
    hands.work(9);
    QCOMPARE(of(clock, Stage::Strategy).cpu, 9);
    QCOMPARE(of(clock, Stage::Wait).count, 1);
}

void TestStageClock::spansAreBoundedAndTheRestIsSummedUp()
{
    Hands hands;
    StageClock clock(3, hands.source());
    for (int i = 0; i < 1000; ++i) {
        const StageScope scope(&clock, Stage::Write);
        hands.work(10);
    }
    QCOMPARE(clock.spans().size(), 3u);
    QCOMPARE(clock.rest()[std::size_t(Stage::Write)].count, 997);
    QCOMPARE(clock.rest()[std::size_t(Stage::Write)].start, 30);
    QCOMPARE(clock.rest()[std::size_t(Stage::Write)].end, 10'000);
    QCOMPARE(of(clock, Stage::Write).count, 1000);
    QVERIFY(json(clock)["traceEvents"_L1].toArray().size() < 10);
}

void TestStageClock::droppedSpansGiveBackTheirMemory()
{
    Hands hands;
    StageClock clock(100, hands.source());
    for (int i = 0; i < 2; ++i) {
        const StageScope scope(&clock, Stage::Write);
        hands.work(10);
        if (i == 0)
            continue;
        QVERIFY(clock.bytes() > 0);
        clock.dropSpans();
        QCOMPARE(clock.bytes(), 0);
    }
    QVERIFY(clock.spans().empty());
    QCOMPARE(of(clock, Stage::Write).cpu, 20);
}

void TestStageClock::theJsonListsTheLongestFirst()
{
    Hands hands;
    StageClock clock(10, hands.source());
    for (int i = 0; i < int(StageCount); ++i) {
        const StageScope scope(&clock, Stage(i));
        hands.work((i + 1) * 1'500'000);
    }
    clock.finish();
    const QJsonObject profile = json(clock);
    QCOMPARE(profile["stream_id"_L1].toString(), u"abc"_s);
    QCOMPARE(profile["total_ms"_L1].toDouble(), 99.0);
    QCOMPARE(stageNames(profile),
        (QStringList {u"paint"_s, u"layout"_s, u"model"_s, u"write"_s, u"queue"_s, u"strategy"_s, u"decode"_s, u"parse"_s,
            u"inflate"_s, u"wait"_s}));
    const QJsonObject first = profile["stages"_L1][0].toObject();
    QCOMPARE(first["cumulative_ms"_L1].toDouble(), 16.5);
    QCOMPARE(first["cpu_ms"_L1].toDouble(), 16.5);
    QCOMPARE(first["count"_L1].toInt(), 1);

    StageClock idle(10, hands.source());
    QCOMPARE(stageNames(json(idle)).size(), 8); // a gateway has no window
}

void TestStageClock::theTraceIsOneThatPerfettoOpens()
{
    Hands hands;
    StageClock clock(2, hands.source());
    clock.waitIn(Stage::Wait);
    hands.sleep(1'234'567);
    for (int i = 0; i < 4; ++i) {
        const StageScope scope(&clock, Stage::Write);
        hands.work(89);
    }
    clock.finish();
    int spans = 0;
    int names = 0;
    for (const QJsonValue& value : json(clock)["traceEvents"_L1].toArray()) {
        const QJsonObject event = value.toObject();
        QVERIFY(event["name"_L1].isString());
        QVERIFY(event["pid"_L1].isDouble() && event["tid"_L1].isDouble());
        const QString phase = event["ph"_L1].toString();
        if (phase == u"M") {
            QVERIFY(event["args"_L1]["name"_L1].isString());
            ++names;
            continue;
        }
        QCOMPARE(phase, u"X"_s);
        QVERIFY(event["ts"_L1].toDouble(-1) >= 0 && event["dur"_L1].toDouble(-1) >= 0);
        ++spans;
        if (spans == 1)
            QCOMPARE(event["dur"_L1].toDouble(), 1234.567);
    }
    QCOMPARE(spans, 2 + 2); // two as they were; the rest of `write` and of `wait` in one each
    QVERIFY(names >= 3);
}

void TestStageClock::theThreadsOwnClocksAdvance()
{
    const StageInstant before = stageInstant();
    volatile int spin = 0;
    while (stageInstant().cpu == before.cpu)
        spin = spin + 1;
    QVERIFY(stageInstant().cpu > before.cpu);
    QVERIFY(stageInstant().wall > before.wall);
}

QTEST_GUILESS_MAIN(TestStageClock)
#include "tst_stageclock.moc"
