#include "tests/support/fastest.h"
#include "tests/support/gatewaypair.h"
#include "tests/support/settling.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

/// Two gateways and a real Redis between them.
class TestGatewayShared : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void aFinishedStreamIsReadElsewhereFromEachEvent();
    void aCutStreamGoesOnElsewhereFromEachEvent();
    void aStreamThatHasSaidNothingYetIsFollowedElsewhere();
    void aReaderElsewhereKeepsTheStreamAndItsEndTheGrace();
    void aStoppedReaderElsewhereStopsTheModel();
    void oneOfTwoReadersElsewhereLeavesTheStreamToTheOther();
    void backpressureByAReaderElsewhereIsAsFastAsTheReader();
    void deleteElsewhereEndsTheStream();
    void whatAnotherGatewayNeverSentIsRefused();
    void aGatewayThatIsGoneEndsItsStreamsWithAnError();
    void whenRedisDiesStreamsGoOnAndAreSharedAgainAfterwards();
    void aGatewayWithoutItsRedisDoesNotStart();

private:
    RawResponse resume(quint16 port, const QByteArray& id, const QByteArray& lastEventId = {})
    {
        return GatewayPair::resume(port, id, lastEventId);
    }
    QByteArray idOf(RawClient& client) { return GatewayPair::idOf(client); }
    /// As Redis sends it.
    QByteArray newestEntry(const QByteArray& id);

    GatewayPair m_pair;
    bool m_isChanged = false;
};

void TestGatewayShared::initTestCase()
{
    if (!m_pair.isInstalled())
        QSKIP("There is no Redis on this machine");
    QVERIFY(m_pair.start());
}

void TestGatewayShared::cleanup()
{
    if (!std::exchange(m_isChanged, false))
        return;
    m_pair.restartFirst();
    QVERIFY(m_pair.isConnected(m_pair.firstPort) && m_pair.isConnected(m_pair.secondPort));
}

QByteArray TestGatewayShared::newestEntry(const QByteArray& id)
{
    RawClient redis(m_pair.redis.port());
    redis.send("XREVRANGE sluice:stream:{" + id + "} + - COUNT 1\r\nQUIT\r\n");
    return redis.readAll();
}

void TestGatewayShared::aFinishedStreamIsReadElsewhereFromEachEvent()
{
    const RawResponse whole = exchange(m_pair.firstPort, "POST", "/chat?message=hello&demo_rate=0");
    const QByteArray id = whole.header("X-Stream-Id");
    QTRY_COMPARE(resume(m_pair.secondPort, id).body, whole.body); // its last event may still be on its way to Redis
    QByteArray rest = whole.body;
    for (const RawEvent& event : whole.events()) {
        rest.remove(0, event.block.size());
        const RawResponse resumed = resume(m_pair.secondPort, id, event.id);
        QCOMPARE(resumed.status, 200);
        QCOMPARE(resumed.body, rest);
        QVERIFY(resumed.isComplete);
        QCOMPARE(resumed.header("X-Stream-Id"), id);
    }
    QVERIFY(rest.isEmpty());
}

void TestGatewayShared::aCutStreamGoesOnElsewhereFromEachEvent()
{
    const QByteArray target = "/chat?message=hello&demo_rate=400&demo_deltas=40";
    const RawResponse whole = exchange(m_pair.firstPort, "POST", target);
    const QList<RawEvent> events = whole.events();
    QVERIFY(events.size() >= 41);
    for (qsizetype cut = 1; cut < events.size(); ++cut) {
        RawClient client(m_pair.firstPort);
        client.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        const QByteArray id = idOf(client);
        client.readUntil("id: " + events.at(cut).id + '\n'); // the one before is whole
        QByteArray got;
        for (const RawEvent& event : parseResponse(client.received()).events().first(cut))
            got += event.block;
        client.close();
        const RawResponse rest = resume(m_pair.secondPort, id, events.at(cut - 1).id);
        QCOMPARE(rest.status, 200);
        QVERIFY(rest.isComplete);
        QCOMPARE(got + rest.body, whole.body);
    }
}

void TestGatewayShared::aStreamThatHasSaidNothingYetIsFollowedElsewhere()
{
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=0&demo_deltas=5&demo_stall_ms=700 HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                "0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.close();
    QTRY_COMPARE(resume(m_pair.secondPort, id).events().size(), 6);
}

void TestGatewayShared::aReaderElsewhereKeepsTheStreamAndItsEndTheGrace()
{
    m_isChanged = true;
    m_pair.restartFirst(Millis(400));
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 2\n");
    RawClient elsewhere(m_pair.secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("id: 2\n").isEmpty());
    client.close();
    QVERIFY(!elsewhere.readUntil("id: 40\n").isEmpty()); // two seconds: five times the grace
    QVERIFY(!elsewhere.received().contains("event: error"));
    elsewhere.close();
    QTRY_VERIFY_WITH_TIMEOUT(newestEntry(id).contains("\"kind\":\"cancelled\""), 30000);
}

void TestGatewayShared::aStoppedReaderElsewhereStopsTheModel()
{
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=0&demo_deltas=2000000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    RawClient elsewhere(m_pair.secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("id: 1\n").isEmpty());
    client.close();
    // The reader elsewhere reads nothing on: after a while nothing more is made. What is in its socket is at most some MiB.
    Settling<QByteArray> settling(100); // more than a second
    QByteArray last;
    QVERIFY(QTest::qWaitFor([&] { return settling.isSettledAt(last = newestEntry(id)); }, 30000));
    const quint64 made = last.split('\n').value(3).split('-').value(0).toULongLong();
    QVERIFY2(made > 100 && made < 1000000, last.constData());
}

void TestGatewayShared::backpressureByAReaderElsewhereIsAsFastAsTheReader()
{
    constexpr qint64 MostMs = 3000;
    Fastest fastest(MostMs, 5);
    while (fastest.isTriedAgain()) {
        RawClient client(m_pair.firstPort);
        client.send("POST /chat-backpressure?message=x&demo_rate=0&demo_deltas=2000&demo_stall_ms=700 HTTP/1.1\r\n"
                    "Host: localhost\r\nContent-Length: 0\r\n\r\n");
        const QByteArray id = idOf(client);
        // Followed, and left by its own client, while it is silent: what it says later waits for the reader elsewhere.
        RawClient elsewhere(m_pair.secondPort);
        elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QVERIFY(!elsewhere.readUntil("\r\n\r\n").isEmpty());
        client.close();
        QVERIFY(!elsewhere.readUntil("id: 1\n").isEmpty());
        QElapsedTimer since;
        since.start();
        QVERIFY(!elsewhere.readUntil("event: done\n").isEmpty());
        fastest.took(since.elapsed());
    }
    QVERIFY2(fastest.ms() < MostMs, QByteArray::number(fastest.ms()).constData());
}

void TestGatewayShared::oneOfTwoReadersElsewhereLeavesTheStreamToTheOther()
{
    m_isChanged = true;
    m_pair.restartFirst(Millis(0));
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    RawClient one(m_pair.secondPort);
    RawClient other(m_pair.secondPort);
    for (RawClient* reader : {&one, &other}) {
        reader->send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QVERIFY(!reader->readUntil("id: 3\n").isEmpty());
    }
    client.close();
    QVERIFY(!one.readUntil("id: 20\n").isEmpty());
    one.close();
    QVERIFY(!other.readUntil("id: 50\n").isEmpty());
    QVERIFY(!other.received().contains("event: error"));
}

void TestGatewayShared::deleteElsewhereEndsTheStream()
{
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 2\n");
    QElapsedTimer since;
    since.start();
    QCOMPARE(exchange(m_pair.secondPort, "DELETE", "/streams/" + id).status, 204);
    QVERIFY(!client.readUntil("\"kind\":\"cancelled\"").isEmpty());
    QVERIFY(since.elapsed() < 30000); // it would go on for fifty seconds
    QTRY_VERIFY(resume(m_pair.secondPort, id).body.contains("\"kind\":\"cancelled\""));
    QCOMPARE(exchange(m_pair.secondPort, "DELETE", "/streams/" + id).status, 204); // it is finished
}

void TestGatewayShared::whatAnotherGatewayNeverSentIsRefused()
{
    QCOMPARE(resume(m_pair.secondPort, "0123456789abcdef0123456789abcdef").status, 404);
    QCOMPARE(exchange(m_pair.secondPort, "DELETE", "/streams/nothing").status, 404);
    const RawResponse whole = exchange(m_pair.firstPort, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3");
    const QByteArray id = whole.header("X-Stream-Id");
    QTRY_COMPARE(resume(m_pair.secondPort, id).body, whole.body);
    for (const char* never : {"0", "5", "04", "x", "4 4", "你好"})
        QCOMPARE(resume(m_pair.secondPort, id, never).status, 400);
}

void TestGatewayShared::aGatewayThatIsGoneEndsItsStreamsWithAnError()
{
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=50&demo_deltas=10000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 10\n");
    m_isChanged = true;
    m_pair.first.reset(); // without a word to anyone
    const RawResponse rest = resume(m_pair.secondPort, id, "3");
    QVERIFY(rest.isComplete);
    QCOMPARE(rest.events().first().id, "4"_ba);
    QCOMPARE(rest.events().last().type, "error"_ba);
    QCOMPARE(rest.events().last().id.toInt(), rest.events().size() + 3);
    QVERIFY(rest.events().last().data.contains("gateway of this stream is gone"));
    QCOMPARE(resume(m_pair.secondPort, id, "3").body, rest.body); // and that is how it stays
}

void TestGatewayShared::whenRedisDiesStreamsGoOnAndAreSharedAgainAfterwards()
{
    RawClient client(m_pair.firstPort);
    client.send("POST /chat?message=x&demo_rate=50&demo_deltas=250 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    QVERIFY(!client.readUntil("id: 20\n").isEmpty());
    RawClient elsewhere(m_pair.secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("id: 20\n").isEmpty()); // Redis has all of these
    elsewhere.close();
    m_isChanged = true;
    const quint16 port = m_pair.redis.port();
    m_pair.redis.stop();
    QTRY_COMPARE_WITH_TIMEOUT(resume(m_pair.secondPort, id, "5").status, 502, 30000);
    client.readUntil("id: 60\n");
    QVERIFY(m_pair.redis.start(port));
    client.readUntil("id: 251\n");
    const RawResponse whole = parseResponse(client.received());
    QCOMPARE(whole.events().last().type, "done"_ba);
    // What it had before is gone with it; what was not confirmed then, and all that came after, is there.
    QTRY_COMPARE_WITH_TIMEOUT(resume(m_pair.secondPort, id, "200").body, resume(m_pair.firstPort, id, "200").body, 30000);
    QCOMPARE(resume(m_pair.secondPort, id, "5").status, 410);
}

void TestGatewayShared::aGatewayWithoutItsRedisDoesNotStart()
{
    GatewayOptions options;
    QTcpServer taken; // and says nothing that Redis would
    taken.listen(QHostAddress::LocalHost);
    const quint16 port = taken.serverPort();
    taken.close();
    options.shared = SharedOptions {.redis = {.port = port}};
    GatewayServer gateway(options);
    const Result<quint16> started = gateway.start();
    QVERIFY(!started);
    QVERIFY2(started.error().message.startsWith(u"Redis at 127.0.0.1:"_s), qUtf8Printable(started.error().message));
}

QTEST_GUILESS_MAIN(TestGatewayShared)
#include "tst_gateway_shared.moc"
