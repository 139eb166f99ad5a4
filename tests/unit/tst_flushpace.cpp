#include "core/gateway/chatformat.h"
#include "core/gateway/demomodel.h"
#include "core/gateway/flushpace.h"
#include "core/wire/deflater.h"
#include "core/wire/inflater.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct TimedEvent
{
    TimePoint at;
    QByteArray bytes;
};

/// What the demo model says at its own pace.
std::vector<TimedEvent> demoEvents(const QString& message)
{
    DemoModel model(message, {});
    ChatFormat format;
    StreamLog log;
    std::vector<TimedEvent> events;
    TimePoint now {std::chrono::hours(1)};
    while (std::optional<DemoStep> step = model.next()) {
        now += step->pause;
        if (!format.prepare(step->delta))
            continue;
        format.write(step->delta, log);
        events.push_back({now, log.event(log.nextSequence() - 1).toByteArray()});
    }
    return events;
}

}

class TestFlushPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEventThatFollowsASilenceIsDueAtOnce();
    void whatComesSoonAfterAFlushWaitsForAMoment();
    void enoughIsDueAtOnce();
    void theDemoSavesMostOfItsBytesAtItsOwnPace_data();
    void theDemoSavesMostOfItsBytesAtItsOwnPace();
};

void TestFlushPace::anEventThatFollowsASilenceIsDueAtOnce()
{
    FlushPace pace;
    const TimePoint start {std::chrono::hours(1)};
    QVERIFY(pace.due(1) <= start);
    pace.flushed(start);
    QVERIFY(pace.due(1) <= start + FlushPace::LongestWait);
}

void TestFlushPace::whatComesSoonAfterAFlushWaitsForAMoment()
{
    FlushPace pace;
    const TimePoint start {std::chrono::hours(1)};
    pace.flushed(start);
    QCOMPARE(pace.due(FlushPace::EnoughBytes - 1), start + FlushPace::LongestWait);
}

void TestFlushPace::enoughIsDueAtOnce()
{
    FlushPace pace;
    const TimePoint start {std::chrono::hours(1)};
    pace.flushed(start);
    QVERIFY(pace.due(FlushPace::EnoughBytes) <= start);
}

void TestFlushPace::theDemoSavesMostOfItsBytesAtItsOwnPace_data()
{
    QTest::addColumn<QString>("message");
    for (const char* message : {"tour", "table", "code", "long", "think"})
        QTest::newRow(message) << QString::fromLatin1(message);
    QTest::newRow("Chinese") << u"请写一个长篇"_s;
}

void TestFlushPace::theDemoSavesMostOfItsBytesAtItsOwnPace()
{
    QFETCH(QString, message);
    const std::vector<TimedEvent> events = demoEvents(message);
    QVERIFY(events.size() > 300);
    FlushPace pace;
    Deflater deflater(SmallDeflater);
    Inflater inflater;
    qint64 plain = 0;
    qint64 packed = 0;
    QByteArray waiting;
    const auto flush = [&](TimePoint now) {
        const QByteArray bytes = deflater.take(waiting);
        inflater.feed(bytes);
        QByteArray unpacked;
        for (Result<QByteArrayView> piece = inflater.next(); piece && !piece->isEmpty(); piece = inflater.next())
            unpacked += *piece;
        QCOMPARE(unpacked, waiting);
        packed += bytes.size();
        waiting.clear();
        pace.flushed(now);
    };
    for (const TimedEvent& event : events) {
        if (!waiting.isEmpty() && pace.due(waiting.size()) < event.at)
            flush(pace.due(waiting.size()));
        plain += event.bytes.size();
        waiting += event.bytes;
        if (pace.due(waiting.size()) <= event.at)
            flush(event.at);
    }
    packed += (deflater.take(waiting) + deflater.finish()).size();
    const double saved = 1 - double(packed) / double(plain);
    QVERIFY2(saved >= 0.6, QByteArray::number(saved).constData());
}

QTEST_GUILESS_MAIN(TestFlushPace)
#include "tst_flushpace.moc"
