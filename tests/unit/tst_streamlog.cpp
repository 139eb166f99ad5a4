#include "core/gateway/streamlog.h"

#include <QTest>

using namespace sluice;

namespace {

QByteArray eventOf(int number)
{
    return "event " + QByteArray::number(number) + QByteArray(number % 50, '.');
}

}

class TestStreamLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesEveryEventBackAsItCame();
    void countsBytesFromAnyEvent();
    void dropsFromTheFrontOnly();
    void takesEventsLargerThanABlock();
    void emptiesAndGoesOn();
};

void TestStreamLog::givesEveryEventBackAsItCame()
{
    StreamLog log;
    for (int i = 1; i <= 2000; ++i)
        log.append(eventOf(i));
    log.squeeze();

    QCOMPARE(log.firstSequence(), 1u);
    QCOMPARE(log.nextSequence(), 2001u);
    for (int i = 1; i <= 2000; ++i)
        QCOMPARE(log.event(quint64(i)).toByteArray(), eventOf(i));
}

void TestStreamLog::countsBytesFromAnyEvent()
{
    StreamLog log;
    qint64 total = 0;
    for (int i = 1; i <= 500; ++i) {
        log.append(eventOf(i));
        total += eventOf(i).size();
    }

    QCOMPARE(log.bytes(), total);
    for (int i = 1; i <= 501; ++i) {
        QCOMPARE(log.bytesFrom(quint64(i)), total);
        total -= i <= 500 ? eventOf(i).size() : 0;
    }
}

void TestStreamLog::dropsFromTheFrontOnly()
{
    StreamLog log;
    for (int i = 1; i <= 1000; ++i)
        log.append(eventOf(i));

    for (int dropped = 1; dropped < 1000; ++dropped) {
        log.dropFirst();
        QCOMPARE(log.firstSequence(), quint64(dropped + 1));
        QCOMPARE(log.event(quint64(dropped + 1)).toByteArray(), eventOf(dropped + 1));
        QCOMPARE(log.bytesFrom(1), log.bytes());
    }
    QCOMPARE(log.event(1000).toByteArray(), eventOf(1000));
}

void TestStreamLog::takesEventsLargerThanABlock()
{
    StreamLog log;
    const QByteArray large(100'000, 'x');
    log.append("small");
    log.append(large);
    log.append("after");

    QCOMPARE(log.event(2).toByteArray(), large);
    QCOMPARE(log.event(3).toByteArray(), QByteArray("after"));
    QCOMPARE(log.bytes(), 100'010);
}

void TestStreamLog::emptiesAndGoesOn()
{
    StreamLog log;
    log.append("one");
    log.append("two");

    log.clear();
    QCOMPARE(log.bytes(), 0);
    QCOMPARE(log.firstSequence(), 3u);
    log.append("three");
    log.dropFirst();
    log.append("four");

    QCOMPARE(log.firstSequence(), 4u);
    QCOMPARE(log.event(4).toByteArray(), QByteArray("four"));
    QCOMPARE(log.bytes(), 4);
}

QTEST_GUILESS_MAIN(TestStreamLog)
#include "tst_streamlog.moc"
