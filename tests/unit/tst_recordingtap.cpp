#include "core/recording/recordingreader.h"
#include "core/recording/recordingtap.h"
#include "tests/support/manualclock.h"
#include "tests/support/recordingframes.h"
#include "tests/support/recordingvalues.h"

#include <QBuffer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

const QByteArray Key = "sk-very-secret-1234";

Recording recordingOf(const QByteArray& frames)
{
    QBuffer buffer;
    buffer.setData(
        RecordingMagic.toByteArray() + encodeFrame(RecordingFrame::Type::Header, 0, Micros(0), toJson(sampleHeader())) + frames);
    buffer.open(QIODevice::ReadOnly);
    return readRecording(buffer)->recording;
}

}

class TestRecordingTap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesCountFromItsBeginning();
    void exchangesMayOverlap();
    void longBodiesAreSplit();
    void neitherKeyNorSecretsGetIn();
    void whatIsTooMuchIsLeftOutAndTold();
    void nothingIsAddedOnceItIsClosed();
    void oneThreadFillsItWhileAnotherEmptiesIt();
};

void TestRecordingTap::timesCountFromItsBeginning()
{
    ManualClock clock;
    RecordingTap tap({}, clock);
    clock.advance(5ms);
    const WireTap::Exchange exchange = tap.exchangeBegan(sampleRequest());
    clock.advance(7ms);
    tap.headCame(exchange, {200, {{"A", "b"}}});
    clock.advance(250us);
    tap.bodyCame(exchange, "x");
    clock.advance(1s);
    tap.exchangeEnded(exchange, {});

    const Recording recording = recordingOf(tap.take());

    const RecordedExchange& only = recording.exchanges.first();
    QCOMPARE(only.at, Micros(5000));
    QCOMPARE(only.headAt, Micros(12000));
    QCOMPARE(only.body.first().at, Micros(12250));
    QCOMPARE(only.end->at, Micros(1012250));
    QCOMPARE(tap.take(), QByteArray());
}

void TestRecordingTap::exchangesMayOverlap()
{
    RecordingTap tap({});
    const WireTap::Exchange first = tap.exchangeBegan(sampleRequest());
    tap.headCame(first, {200, {}});
    const WireTap::Exchange second = tap.exchangeBegan(sampleRequest("/v1/stream"));
    tap.bodyCame(first, "one");
    tap.headCame(second, {206, {}});
    tap.bodyCame(second, "two");
    tap.exchangeClosed(first);

    const Recording recording = recordingOf(tap.take());

    QCOMPARE(recording.exchanges[0].body.first().bytes, "one"_ba);
    QCOMPARE(recording.exchanges[0].end->how, RecordedEnd::How::Closed);
    QCOMPARE(recording.exchanges[1].body.first().bytes, "two"_ba);
    QVERIFY(!recording.exchanges[1].end);
}

void TestRecordingTap::longBodiesAreSplit()
{
    RecordingTap tap({});
    HttpRequest request = sampleRequest();
    request.body = QByteArray(3 * MaxRecordingFrameBytes + 5, 'a');

    tap.exchangeBegan(request);

    QCOMPARE(recordingOf(tap.take()).exchanges.first().request.body, request.body);
}

void TestRecordingTap::neitherKeyNorSecretsGetIn()
{
    RecordingTap tap(Key);
    HttpRequest request = sampleRequest();
    request.url = QUrl(u"https://user:pass1234@example.org/v1/x?api-version=2&api_key=%1"_s.arg(QString::fromLatin1(Key)));
    request.headers.append({"Authorization", "Bearer " + Key});
    request.headers.append({"X-Note", "my " + Key});
    request.body = R"({"note":")" + Key + R"("})";
    const WireTap::Exchange exchange = tap.exchangeBegan(request);
    tap.headCame(exchange, {401, {{"Set-Cookie", "session=abcdef"}, {"X-Echo", Key}, {"x-ratelimit-remaining-tokens", "7"}}});
    tap.bodyCame(exchange, "no such key: " + Key + "!");

    const QByteArray frames = tap.take();

    for (const char* secret : {"very-secret", "pass1234", "user:", "abcdef", "Authorization", "Set-Cookie"})
        QVERIFY2(!frames.contains(secret), secret);
    const RecordedExchange only = recordingOf(frames).exchanges.first();
    QCOMPARE(only.body.first().bytes, "no such key: xxxxxxxxxxxxxxxxxxx!"_ba);
    QCOMPARE(only.head->headers.last().value, "7"_ba);
    QCOMPARE(only.request.url.query(), u"api-version=2&api_key=removed"_s);
}

void TestRecordingTap::whatIsTooMuchIsLeftOutAndTold()
{
    ManualClock clock;
    RecordingTap slow({}, clock, {.waitingBytes = 4096});
    const WireTap::Exchange exchange = slow.exchangeBegan(sampleRequest());
    slow.headCame(exchange, {200, {}});
    slow.bodyCame(exchange, QByteArray(4096, 'a'));
    QVERIFY(slow.hasOverflown());
    QVERIFY(slow.take().size() > 0);
    slow.bodyCame(exchange, "behind the gap");
    QVERIFY(slow.take().isEmpty());

    RecordingTap large({}, clock, {.bytes = 4096});
    large.headCame(large.exchangeBegan(sampleRequest()), {200, {}});
    for (int i = 0; i < 50; ++i) {
        large.bodyCame(exchange, QByteArray(100, 'a'));
        QVERIFY(large.take().size() <= 1024);
    }
    QVERIFY(large.hasOverflown());
}

void TestRecordingTap::nothingIsAddedOnceItIsClosed()
{
    RecordingTap tap({});
    const WireTap::Exchange exchange = tap.exchangeBegan(sampleRequest());
    tap.take();
    tap.close();

    tap.headCame(exchange, {200, {}});

    QVERIFY(tap.take().isEmpty());
    QVERIFY(!tap.hasOverflown());
}

void TestRecordingTap::oneThreadFillsItWhileAnotherEmptiesIt()
{
    constexpr int Pieces = 20000;
    RecordingTap tap({});
    const WireTap::Exchange exchange = tap.exchangeBegan(sampleRequest());
    tap.headCame(exchange, {200, {}});
    std::thread network([&] {
        for (int i = 0; i < Pieces; ++i)
            tap.bodyCame(exchange, QByteArray::number(i));
        tap.exchangeEnded(exchange, {});
    });
    QByteArray frames;
    while (!frames.contains("\"how\":\"whole\""))
        frames += tap.take();
    network.join();

    const Recording recording = recordingOf(frames);

    QCOMPARE(recording.exchanges.first().body.size(), Pieces);
    QCOMPARE(recording.exchanges.first().body.last().bytes, QByteArray::number(Pieces - 1));
}

QTEST_GUILESS_MAIN(TestRecordingTap)
#include "tst_recordingtap.moc"
