#include "core/flow/deltaqueue.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

#include <atomic>
#include <condition_variable>
#include <thread>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

QueueItem item(const QString& value)
{
    return flushOf({text(value)});
}

QString textOf(const QueueItem& taken)
{
    return test::textOf(std::get<Flush>(taken));
}

}

class TestDeltaQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderAndTheEndLast()
    {
        DeltaQueue queue;
        QVERIFY(queue.isEmpty());

        queue.push(item(u"a"_s));
        queue.push(item(u"b"_s));
        queue.push(StreamEnd {u"stop"_s, {}});
        const std::vector<QueueItem> first = queue.take(1);
        const std::vector<QueueItem> rest = queue.take(100);

        QCOMPARE(first.size(), 1u);
        QCOMPARE(textOf(first[0]), u"a"_s);
        QCOMPARE(rest.size(), 2u);
        QCOMPARE(textOf(rest[0]), u"b"_s);
        QCOMPARE(std::get<StreamEnd>(rest[1]).finishReason, u"stop"_s);
        QVERIFY(queue.isEmpty());
        QCOMPARE(queue.bytes(), 0);
        QVERIFY(queue.take(1).empty());
        QVERIFY(queue.take(-1).empty());
    }

    void pausesAtTheHighMarkAndGoesOnAtTheLow()
    {
        int resumed = 0;
        DeltaQueue queue({.high = 8, .low = 4}, [&resumed] { ++resumed; });

        for (int i = 0; i < 7; ++i)
            QCOMPARE(queue.push(item(u"x"_s)), Reading::Go);
        QCOMPARE(queue.push(item(u"x"_s)), Reading::Paused);
        QCOMPARE(queue.push(item(u"what was read already"_s)), Reading::Paused);
        QCOMPARE(queue.size(), 9);
        QCOMPARE(queue.highWaterCount(), 1);
        queue.take(4);
        QCOMPARE(resumed, 0);
        queue.take(1);
        QCOMPARE(resumed, 1);
        queue.take(4);

        QCOMPARE(resumed, 1); // once for each pause
        QCOMPARE(queue.push(item(u"x"_s)), Reading::Go);
    }

    void staysPausedBetweenTheMarks()
    {
        DeltaQueue queue({.high = 4, .low = 1});
        for (int i = 0; i < 4; ++i)
            queue.push(item(u"x"_s));

        queue.take(2);

        QCOMPARE(queue.push(item(u"x"_s)), Reading::Paused);
        QCOMPARE(queue.highWaterCount(), 1);
    }

    void pausesAgainAfterEachResume()
    {
        int resumed = 0;
        DeltaQueue queue({.high = 2, .low = 0}, [&resumed] { ++resumed; });

        for (int round = 1; round <= 5; ++round) {
            queue.push(item(u"x"_s));
            QCOMPARE(queue.push(item(u"x"_s)), Reading::Paused);
            queue.take(2);
            QCOMPARE(resumed, round);
            QCOMPARE(queue.highWaterCount(), round);
        }
    }

    void bytesAreBoundedToo_data()
    {
        QTest::addColumn<Delta>("delta");
        const QString big(10000, u'x');
        QTest::newRow("text") << Delta(text(big));
        QTest::newRow("reasoning") << Delta(ReasoningDelta {big});
        QTest::newRow("tool call") << Delta(ToolCallDelta {0, {}, {}, big});
    }

    void bytesAreBoundedToo()
    {
        QFETCH(Delta, delta);
        int resumed = 0;
        DeltaQueue queue({.highBytes = 50000, .lowBytes = 21000}, [&resumed] { ++resumed; });

        QCOMPARE(queue.push(flushOf({delta})), Reading::Go);
        QCOMPARE(queue.push(flushOf({delta})), Reading::Go);
        QCOMPARE(queue.push(flushOf({delta})), Reading::Paused);
        QVERIFY(queue.bytes() >= 60000 && queue.bytes() < 62000);
        queue.take(1);
        QCOMPARE(resumed, 0);
        queue.take(1);

        QCOMPARE(resumed, 1);
    }

    void endlessEmptyFlushesAreBoundedByTheirOverhead()
    {
        DeltaQueue queue({.high = 1000000, .low = 1, .highBytes = 100000, .lowBytes = 1});
        int pushed = 0;
        while (queue.push(flushOf({Usage {1, 1}}, 0)) == Reading::Go)
            ++pushed;

        QVERIFY2(pushed < 2000, qPrintable(QString::number(pushed)));
    }

    void onLowMayUseTheQueue()
    {
        DeltaQueue* self = nullptr;
        Reading reading = Reading::Paused;
        DeltaQueue queue({.high = 2, .low = 0}, [&] { reading = self->push(item(u"more"_s)); });
        self = &queue;
        queue.push(item(u"a"_s));
        queue.push(item(u"b"_s));

        queue.take(2);

        QCOMPARE(reading, Reading::Go);
        QCOMPARE(queue.size(), 1);
    }

    /// The case for ThreadSanitizer: a producer that obeys Paused against a consumer that takes as fast as it can.
    void twoThreadsLoseNothingAndNeverHang()
    {
        constexpr int Count = 20000;
        std::mutex mutex;
        std::condition_variable resumed;
        int lows = 0; // guarded by mutex
        std::thread::id consumer;
        std::atomic<int> strangers = 0;
        DeltaQueue queue({.high = 16, .low = 4}, [&] {
            strangers += std::this_thread::get_id() == consumer ? 0 : 1;
            const std::scoped_lock lock(mutex);
            ++lows;
            resumed.notify_one();
        });
        consumer = std::this_thread::get_id();
        int pauses = 0;

        std::thread producer([&] {
            for (int i = 0; i < Count; ++i) {
                if (queue.push(item(QString::number(i))) == Reading::Go)
                    continue;
                ++pauses;
                std::unique_lock lock(mutex);
                resumed.wait(lock, [&] { return lows >= pauses; });
            }
            pauses += queue.push(StreamEnd {}) == Reading::Paused ? 1 : 0;
        });
        QStringList texts;
        qsizetype most = 0;
        for (bool ended = false; !ended;) {
            most = std::max(most, queue.size());
            for (const QueueItem& taken : queue.take(7)) {
                ended = std::holds_alternative<StreamEnd>(taken);
                if (!ended)
                    texts.append(textOf(taken));
            }
            if (queue.isEmpty())
                std::this_thread::yield();
        }
        producer.join();

        QCOMPARE(texts.size(), Count);
        for (int i = 0; i < Count; ++i)
            QCOMPARE(texts[i], QString::number(i));
        QCOMPARE(strangers.load(), 0);
        QVERIFY(most <= 16);
        QCOMPARE(queue.highWaterCount(), pauses);
        QCOMPARE(lows, pauses);
    }
};

QTEST_GUILESS_MAIN(TestDeltaQueue)
#include "tst_deltaqueue.moc"
