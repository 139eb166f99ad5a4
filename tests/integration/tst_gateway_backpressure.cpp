#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/settling.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

/// POST /chat-backpressure over real sockets: heartbeats, and whom a reader that stops makes wait.
class TestGatewayBackpressure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        GatewayOptions options;
        options.resumeGrace = Millis(200);
        m_server = std::make_unique<GatewayServer>(options);
        m_port = m_server->start().value_or(0);
    }
    void cleanup() { m_server.reset(); }

    void heartbeatsFillTheSilenceOfThisRouteOnly();
    void aQuickAnswerHasNoHeartbeat();
    void aStalledReaderBlocksItsOwnModelAlone();
    void theFastestOfSeveralReadersSetsThePace();
    void aVanishedClientStopsTheModelAfterTheGrace();

private:
    /// The model is a firehose with a reader that reads no further than the head.
    std::unique_ptr<RawClient> stalledReader(QByteArray& id);
    /// The newest event of the log: an id that the stream never sent is refused with 400.
    qint64 newestEvent(const QByteArray& id);
    /// The newest event once the model waits.
    qint64 settledEvent(const QByteArray& id);

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

std::unique_ptr<RawClient> TestGatewayBackpressure::stalledReader(QByteArray& id)
{
    auto client = std::make_unique<RawClient>(m_port);
    client->send(rawRequest(m_port, "POST", "/chat-backpressure?message=x&demo_rate=0&demo_deltas=100000000"));
    id = parseResponse(client->readUntil("id: 1\n")).header("X-Stream-Id");
    return client;
}

qint64 TestGatewayBackpressure::newestEvent(const QByteArray& id)
{
    qint64 sent = 1;
    qint64 unsent = 100'000'000;
    while (unsent - sent > 1) {
        const qint64 middle = (sent + unsent) / 2;
        const QList<QByteArray> lastId {"Last-Event-ID: " + QByteArray::number(middle)};
        (exchange(m_port, "HEAD", "/streams/" + id, {}, lastId).status == 400 ? unsent : sent) = middle;
    }
    return sent;
}

qint64 TestGatewayBackpressure::settledEvent(const QByteArray& id)
{
    Settling<qint64> settling;
    qint64 newest = -1;
    (void)QTest::qWaitFor([&] { return settling.isSettledAt(newest = newestEvent(id)); }, 20000);
    return newest;
}

void TestGatewayBackpressure::heartbeatsFillTheSilenceOfThisRouteOnly()
{
    const QByteArray silence = "?message=x&demo_rate=0&demo_deltas=2&demo_stall_ms=3600000&demo_stall_at=";
    RawClient first(m_port); // silent before its first delta
    first.send(rawRequest(m_port, "POST", "/chat-backpressure" + silence + '0'));
    RawClient second(m_port);
    second.send(rawRequest(m_port, "POST", "/chat-backpressure" + silence + '1'));
    RawClient plain(m_port);
    plain.send(rawRequest(m_port, "POST", "/chat" + silence + '1'));
    const RawResponse head = parseResponse(second.readUntil("id: 1\n"));
    RawClient resumed(m_port);
    resumed.send(rawRequest(m_port, "GET", "/streams/" + head.header("X-Stream-Id")));
    QVERIFY(!resumed.readUntil("id: 1\n").isEmpty());
    QVERIFY(!plain.readUntil("id: 1\n").isEmpty());

    QVERIFY(!first.readUntil(": heartbeat\n\n\r\nd\r\n: heartbeat\n\n").isEmpty());
    QCOMPARE(parseResponse(first.received()).events().size(), 0);
    QVERIFY(!second.readUntil("\n\n\r\nd\r\n: heartbeat\n\n").isEmpty());
    const RawResponse heard = parseResponse(second.received());
    QCOMPARE(heard.events().size(), 1);
    QVERIFY(heard.body.startsWith("id: 1\n"));
    for (RawClient* other : {&plain, &resumed}) {
        other->readBytes(other->received().size()); // what has come so far
        QVERIFY(!other->received().contains("heartbeat"));
    }
}

void TestGatewayBackpressure::aQuickAnswerHasNoHeartbeat()
{
    const QByteArray query = "?message=hello&demo_rate=0";
    const RawResponse answer = exchange(m_port, "POST", "/chat-backpressure" + query);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, exchange(m_port, "POST", "/chat" + query).body);
}

void TestGatewayBackpressure::aStalledReaderBlocksItsOwnModelAlone()
{
    QByteArray id;
    const auto stalled = stalledReader(id);
    const qint64 newest = settledEvent(id);
    QVERIFY2(newest < 1'000'000, "the model did not wait for its reader");

    const RawResponse other = exchange(m_port, "POST", "/chat-backpressure?message=x&demo_rate=0&demo_deltas=20000");
    QCOMPARE(other.events().size(), 20001);
    QCOMPARE(newestEvent(id), newest);

    // It reads on, and so does the model, without a gap.
    const qsizetype more = stalled->received().size() + 16'000'000;
    QVERIFY(stalled->readBytes(more) >= more);
    const QList<RawEvent> events = parseResponse(stalled->received()).events();
    for (qsizetype i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].id.toLongLong(), i + 1);
    QVERIFY(newestEvent(id) > newest);
}

void TestGatewayBackpressure::theFastestOfSeveralReadersSetsThePace()
{
    QByteArray id;
    const auto stalled = stalledReader(id);
    const qint64 newest = settledEvent(id);

    RawClient fast(m_port);
    fast.send(rawRequest(m_port, "GET", "/streams/" + id));
    const qsizetype enough = 2 * 40 * newest; // bytes of events and chunks, beyond what is there already
    QVERIFY(fast.readBytes(enough) >= enough);
    QVERIFY(newestEvent(id) > newest);
}

void TestGatewayBackpressure::aVanishedClientStopsTheModelAfterTheGrace()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat-backpressure?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=2"));
    const QByteArray id = parseResponse(client.readUntil("id: 2\n")).header("X-Stream-Id");
    client.close();

    // It would be silent for an hour: a third event can only be the error. HEAD reads nothing and saves no stream.
    QTRY_COMPARE(exchange(m_port, "HEAD", "/streams/" + id, {}, {"Last-Event-ID: 3"}).status, 200);
    const RawResponse rest = exchange(m_port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 2"});
    QCOMPARE(rest.events().last().type, "error"_ba);
    QVERIFY(rest.events().last().data.contains("nobody was reading"));
}

QTEST_GUILESS_MAIN(TestGatewayBackpressure)
#include "tst_gateway_backpressure.moc"
