#include "core/flow/slotpool.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <random>
#include <vector>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

using Slot = SlotPool::Slot;

/// A pool as its owner drives it: next() is called until it has nothing to say.
struct Desk
{
    explicit Desk(int max)
        : pool({.max = max}, [this] { ++wakes; })
    { }

    void serve()
    {
        while (std::optional<SlotPool::Admission> admission = pool.next(clock.now())) {
            if (admission->slot)
                running.emplace_back(admission->waiter, std::move(*admission->slot));
            else
                refused.emplace_back(admission->waiter, admission->slot.error());
            served.push_back(admission->waiter);
        }
    }

    quint64 ask()
    {
        const quint64 waiter = pool.enter(clock.now());
        serve();
        return waiter;
    }

    ManualClock clock;
    int wakes = 0;
    SlotPool pool;
    std::vector<std::pair<quint64, Slot>> running;
    std::vector<std::pair<quint64, Error>> refused;
    std::vector<quint64> served; ///< in order
};

}

class TestSlotPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thirtyStreamsOnEightSlotsAreServedInTheirOrder();
    void aSlotIsReturnedWhicheverWayItsStreamEnds();
    void aMovedSlotIsReturnedOnce();
    void whoLeavesTheLineIsGoneAtOnce();
    void whoWaitsTooLongIsToldThatAllAreBusy();
    void aSlotThatIsFreeBeatsATimeThatIsUp();
    void moreSlotsLetTheNextOnesIn();
    void fewerSlotsLetRunningStreamsEnd();
    void nobodyIsWokenForNothing();
    void aThousandRandomAbortsLoseNoSlot_data();
    void aThousandRandomAbortsLoseNoSlot();
};

void TestSlotPool::thirtyStreamsOnEightSlotsAreServedInTheirOrder()
{
    Desk desk(8);
    std::vector<quint64> asked;
    for (int i = 0; i < 30; ++i)
        asked.push_back(desk.ask());
    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 8, .active = 8, .available = 0, .waiting = 22}));

    while (!desk.running.empty()) {
        desk.running.erase(desk.running.begin() + int(desk.running.size() / 2)); // any of them may end first
        desk.serve();
    }

    QCOMPARE(desk.served, asked);
    QVERIFY(desk.refused.empty());
    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 8, .active = 0, .available = 8, .waiting = 0}));
}

void TestSlotPool::aSlotIsReturnedWhicheverWayItsStreamEnds()
{
    SlotPool pool({.max = 1});
    const auto take = [&] {
        pool.enter({});
        return std::move(*pool.next({})->slot);
    };
    {
        const Slot destroyed = take();
        QCOMPARE(pool.stats().active, 1);
    }
    Slot released = take();
    released.release();
    QVERIFY(!released);
    released.release(); // twice is once
    Slot replaced = take();
    replaced = Slot();

    QCOMPARE(pool.stats().active, 0);
}

void TestSlotPool::aMovedSlotIsReturnedOnce()
{
    SlotPool pool({.max = 2});
    pool.enter({});
    pool.enter({});
    Slot first = std::move(*pool.next({})->slot);
    Slot second = std::move(*pool.next({})->slot);

    Slot moved(std::move(first));
    QCOMPARE(pool.stats().active, 2);
    second = std::move(moved); // gives its own back
    QCOMPARE(pool.stats().active, 1);
    Slot& itself = second;
    second = std::move(itself);
    QCOMPARE(pool.stats().active, 1);
}

void TestSlotPool::whoLeavesTheLineIsGoneAtOnce()
{
    Desk desk(1);
    desk.ask();
    const quint64 leaving = desk.ask();
    const quint64 staying = desk.ask();

    QVERIFY(desk.pool.leave(leaving));
    QVERIFY(!desk.pool.leave(leaving));
    QCOMPARE(desk.pool.stats().waiting, 1);
    desk.running.clear();
    desk.serve();

    QCOMPARE(desk.served.back(), staying);
    QVERIFY(!desk.pool.leave(staying)); // it has its slot
}

void TestSlotPool::whoWaitsTooLongIsToldThatAllAreBusy()
{
    Desk desk(8);
    for (int i = 0; i < 8; ++i)
        desk.ask();
    QVERIFY(!desk.pool.nextDue());
    const quint64 waiter = desk.ask();
    QCOMPARE(*desk.pool.nextDue(), desk.clock.now() + Millis(5000));
    desk.clock.advance(Millis(4999));
    desk.serve();
    QVERIFY(desk.refused.empty());

    desk.clock.advance(Millis(1));
    desk.serve();

    QCOMPARE(desk.refused.size(), 1);
    QCOMPARE(desk.refused.front().first, waiter);
    const Error error = desk.refused.front().second;
    QCOMPARE(error.kind, ErrorKind::Server);
    QVERIFY2(error.message.startsWith("All 8 streams are busy"_L1), qPrintable(error.message));
    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 8, .active = 8, .available = 0, .waiting = 0}));
}

void TestSlotPool::aSlotThatIsFreeBeatsATimeThatIsUp()
{
    Desk desk(1);
    desk.ask();
    desk.ask();
    desk.clock.advance(Millis(60000)); // the owner's thread was busy for long

    desk.running.clear();
    desk.serve();

    QVERIFY(desk.refused.empty());
    QCOMPARE(desk.running.size(), 1);
}

void TestSlotPool::moreSlotsLetTheNextOnesIn()
{
    Desk desk(1);
    for (int i = 0; i < 4; ++i)
        desk.ask();

    desk.pool.setMax(3);
    QCOMPARE(desk.wakes, 1);
    desk.serve();

    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 3, .active = 3, .available = 0, .waiting = 1}));
}

void TestSlotPool::fewerSlotsLetRunningStreamsEnd()
{
    Desk desk(4);
    for (int i = 0; i < 5; ++i)
        desk.ask();

    desk.pool.setMax(2);
    desk.serve();
    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 2, .active = 4, .available = 0, .waiting = 1}));
    desk.running.resize(2);
    desk.serve();
    QCOMPARE(desk.pool.stats().waiting, 1);
    desk.running.pop_back();
    desk.serve();

    QCOMPARE(desk.pool.stats(), (SlotPoolStats {.max = 2, .active = 2, .available = 0, .waiting = 0}));
}

void TestSlotPool::nobodyIsWokenForNothing()
{
    Desk desk(1);
    desk.ask();
    desk.running.clear();
    QCOMPARE(desk.wakes, 0); // nobody waited

    desk.ask();
    desk.ask();
    desk.running.clear();
    QCOMPARE(desk.wakes, 1);
}

void TestSlotPool::aThousandRandomAbortsLoseNoSlot_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestSlotPool::aThousandRandomAbortsLoseNoSlot()
{
    QFETCH(quint32, seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return std::size_t(random() % bound); };
    constexpr int Max = 8;
    Desk desk(Max);
    std::vector<quint64> line; // who should be waiting
    for (int aborts = 0; aborts < 1000;) {
        desk.clock.advance(Millis(int(below(40))));
        const std::size_t servedBefore = desk.served.size();
        switch (below(3)) {
        case 0:
            line.push_back(desk.pool.enter(desk.clock.now()));
            break;
        case 1:
            if (!line.empty()) {
                const auto leaving = line.begin() + int(below(line.size()));
                QVERIFY(desk.pool.leave(*leaving));
                line.erase(leaving);
                ++aborts;
            }
            break;
        case 2:
            if (!desk.running.empty()) {
                desk.running.erase(desk.running.begin() + int(below(desk.running.size())));
                ++aborts;
            }
            break;
        }
        desk.serve();

        // Served from the front of the line, and only from there.
        for (std::size_t i = servedBefore; i < desk.served.size(); ++i) {
            QCOMPARE(desk.served[i], line.front());
            line.erase(line.begin());
        }
        const SlotPoolStats stats = desk.pool.stats();
        QCOMPARE(stats.active, int(desk.running.size()));
        QCOMPARE(stats.waiting, int(line.size()));
        QVERIFY(stats.active <= Max);
        QVERIFY(stats.waiting == 0 || stats.available == 0); // nobody waits beside a free slot
    }

    desk.running.clear();
    QCOMPARE(desk.pool.stats().active, 0);
    for (const quint64 waiter : line)
        desk.pool.leave(waiter);
    for (int i = 0; i < Max; ++i)
        desk.ask();
    QCOMPARE(desk.running.size(), std::size_t(Max));
}

QTEST_GUILESS_MAIN(TestSlotPool)

#include "tst_slotpool.moc"
