#include "core/gateway/profilebook.h"

#include <QTest>

using namespace sluice;

namespace {

constexpr qint64 OneTrace = qint64(StageClock::MaxSpans * sizeof(StageSpan));

void work(StageClock& clock, int spans)
{
    for (int i = 0; i < spans; ++i)
        const StageScope scope(&clock, Stage::Write);
}

}

class TestProfileBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTraceTakesNoMoreThanWasPromised();
    void runningStreamsNeverTakeMoreThanTheBound();
    void theOldestFinishedTraceMakesRoom();
    void soManyHaveATrace();
    void whatIsGoneTakesNothing();
};

void TestProfileBook::aTraceTakesNoMoreThanWasPromised()
{
    ProfileBook book;
    const auto clock = book.newClock();
    work(*clock, int(StageClock::MaxSpans) + 100);
    QCOMPARE(clock->bytes(), OneTrace);
    QCOMPARE(clock->rest()[std::size_t(Stage::Write)].count, 100);
}

void TestProfileBook::runningStreamsNeverTakeMoreThanTheBound()
{
    ProfileBook book({.clocks = 100, .bytes = OneTrace + OneTrace / 2});
    std::vector<std::shared_ptr<StageClock>> clocks;
    qint64 bytes = 0;
    for (int i = 0; i < 4; ++i) {
        clocks.push_back(book.newClock());
        work(*clocks.back(), int(StageClock::MaxSpans));
        bytes += clocks.back()->bytes();
        QCOMPARE(clocks.back()->totals()[std::size_t(Stage::Write)].count, qint64(StageClock::MaxSpans));
    }
    QVERIFY(bytes > OneTrace);
    QVERIFY(bytes <= OneTrace + OneTrace / 2);
    QVERIFY(clocks[3]->spans().empty());
}

void TestProfileBook::theOldestFinishedTraceMakesRoom()
{
    ProfileBook book({.clocks = 100, .bytes = 2 * OneTrace});
    const auto running = book.newClock();
    const auto finished = book.newClock();
    work(*running, 10);
    work(*finished, int(StageClock::MaxSpans));
    finished->finish();

    const auto next = book.newClock();
    work(*next, 10);
    QCOMPARE(running->spans().size(), 10u);
    QVERIFY(finished->spans().empty());
    QCOMPARE(finished->totals()[std::size_t(Stage::Write)].count, qint64(StageClock::MaxSpans));
    QCOMPARE(next->spans().size(), 10u);
}

void TestProfileBook::soManyHaveATrace()
{
    ProfileBook book({.clocks = 3, .bytes = 100 * OneTrace});
    std::vector<std::shared_ptr<StageClock>> clocks;
    for (int i = 0; i < 5; ++i) {
        clocks.push_back(book.newClock());
        work(*clocks.back(), 1);
        clocks.back()->finish();
    }
    const auto traced = std::count_if(clocks.begin(), clocks.end(), [](const auto& clock) { return !clock->spans().empty(); });
    QCOMPARE(traced, 3);
    QVERIFY(!clocks.back()->spans().empty());
}

void TestProfileBook::whatIsGoneTakesNothing()
{
    ProfileBook book({.clocks = 100, .bytes = OneTrace});
    for (int i = 0; i < 3; ++i) {
        const auto clock = book.newClock();
        work(*clock, 5);
        QCOMPARE(clock->spans().size(), 5u);
    }
}

QTEST_GUILESS_MAIN(TestProfileBook)
#include "tst_profilebook.moc"
