#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/redisserver.h"

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
    void init();
    void cleanup();
    void cleanupTestCase();

    void aFinishedStreamIsReadElsewhereFromEachEvent();
    void aCutStreamGoesOnElsewhereFromEachEvent();
    void aStreamThatHasSaidNothingYetIsFollowedElsewhere();
    void aReaderElsewhereKeepsTheStreamAndItsEndTheGrace();
    void aStoppedReaderElsewhereStopsTheModel();
    void oneOfTwoReadersElsewhereLeavesTheStreamToTheOther();
    void backpressureByAReaderElsewhereIsAsFastAsTheReader();
    void deleteElsewhereEndsTheStream();
    void whatAnotherGatewayNeverSentIsRefused();
    void aCachedAnswerIsAHitElsewhere();
    void aSpoiledAnswerInRedisIsAMiss();
    void aGatewayThatIsGoneEndsItsStreamsWithAnError();
    void whenRedisDiesStreamsGoOnAndAreSharedAgainAfterwards();
    void aGatewayWithoutItsRedisDoesNotStart();

private:
    std::unique_ptr<GatewayServer> newGateway(quint16& port, Millis grace = Millis(10000));
    RawResponse resume(quint16 port, const QByteArray& id, const QByteArray& lastEventId = {});
    QByteArray idOf(RawClient& client);
    /// As Redis sends it.
    QByteArray newestEntry(const QByteArray& id);

    RedisServer m_redis;
    std::unique_ptr<GatewayServer> m_first;
    std::unique_ptr<GatewayServer> m_second;
    bool m_isChanged = false;
    quint16 m_firstPort = 0;
    quint16 m_secondPort = 0;
};

void TestGatewayShared::initTestCase()
{
    if (!m_redis.isInstalled())
        QSKIP("There is no Redis on this machine");
    QVERIFY(m_redis.start());
}

void TestGatewayShared::init()
{
    if (m_first && m_second)
        return; // made once, and anew by who changed them
    m_first = newGateway(m_firstPort);
    m_second = newGateway(m_secondPort);
    QVERIFY(m_firstPort != 0 && m_secondPort != 0);
    QTRY_COMPARE(resume(m_firstPort, "nobody's").status, 404); // connected
    QTRY_COMPARE(resume(m_secondPort, "nobody's").status, 404);
}

void TestGatewayShared::cleanup()
{
    if (std::exchange(m_isChanged, false))
        m_first.reset();
}

void TestGatewayShared::cleanupTestCase()
{
    m_first.reset();
    m_second.reset();
}

std::unique_ptr<GatewayServer> TestGatewayShared::newGateway(quint16& port, Millis grace)
{
    GatewayOptions options;
    options.resumeGrace = grace;
    options.shared = SharedOptions {.redis = {.port = m_redis.port()}, .ownerTimeout = Millis(1500)};
    auto gateway = std::make_unique<GatewayServer>(options);
    port = gateway->start().value_or(0);
    return gateway;
}

RawResponse TestGatewayShared::resume(quint16 port, const QByteArray& id, const QByteArray& lastEventId)
{
    QList<QByteArray> headers;
    if (!lastEventId.isEmpty())
        headers.append("Last-Event-ID: " + lastEventId);
    return exchange(port, "GET", "/streams/" + id, {}, headers);
}

QByteArray TestGatewayShared::idOf(RawClient& client)
{
    return parseResponse(client.readUntil("\r\n\r\n")).header("X-Stream-Id");
}

QByteArray TestGatewayShared::newestEntry(const QByteArray& id)
{
    RawClient redis(m_redis.port());
    redis.send("XREVRANGE sluice:stream:{" + id + "} + - COUNT 1\r\nQUIT\r\n");
    return redis.readAll();
}

void TestGatewayShared::aFinishedStreamIsReadElsewhereFromEachEvent()
{
    const RawResponse whole = exchange(m_firstPort, "POST", "/chat?message=hello&demo_rate=0");
    const QByteArray id = whole.header("X-Stream-Id");
    QTRY_COMPARE(resume(m_secondPort, id).body, whole.body); // its last event may still be on its way to Redis
    QByteArray rest = whole.body;
    for (const RawEvent& event : whole.events()) {
        rest.remove(0, event.block.size());
        const RawResponse resumed = resume(m_secondPort, id, event.id);
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
    const RawResponse whole = exchange(m_firstPort, "POST", target);
    const QList<RawEvent> events = whole.events();
    QVERIFY(events.size() >= 41);
    for (qsizetype cut = 1; cut < events.size(); ++cut) {
        RawClient client(m_firstPort);
        client.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        const QByteArray id = idOf(client);
        client.readUntil("id: " + events.at(cut).id + '\n'); // the one before is whole
        QByteArray got;
        for (const RawEvent& event : parseResponse(client.received()).events().first(cut))
            got += event.block;
        client.close();
        const RawResponse rest = resume(m_secondPort, id, events.at(cut - 1).id);
        QCOMPARE(rest.status, 200);
        QVERIFY(rest.isComplete);
        QCOMPARE(got + rest.body, whole.body);
    }
}

void TestGatewayShared::aStreamThatHasSaidNothingYetIsFollowedElsewhere()
{
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=0&demo_deltas=5&demo_stall_ms=700 HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                "0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.close();
    QTRY_COMPARE(resume(m_secondPort, id).events().size(), 6);
}

void TestGatewayShared::aReaderElsewhereKeepsTheStreamAndItsEndTheGrace()
{
    m_isChanged = true;
    m_first = newGateway(m_firstPort, Millis(400));
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 2\n");
    RawClient elsewhere(m_secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("id: 2\n").isEmpty());
    client.close();
    QVERIFY(!elsewhere.readUntil("id: 40\n").isEmpty()); // two seconds: five times the grace
    QVERIFY(!elsewhere.received().contains("event: error"));
    elsewhere.close();
    QTRY_VERIFY_WITH_TIMEOUT(newestEntry(id).contains("\"kind\":\"cancelled\""), 8000);
}

void TestGatewayShared::aStoppedReaderElsewhereStopsTheModel()
{
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=0&demo_deltas=2000000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    RawClient elsewhere(m_secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("id: 1\n").isEmpty());
    client.close();
    // The reader elsewhere reads nothing on: after a while nothing more is made. What is in its socket is at most some MiB.
    QByteArray last;
    int same = 0;
    const auto isSame = [&] {
        const QByteArray newest = newestEntry(id);
        same = newest == std::exchange(last, newest) ? same + 1 : 0;
        return same > 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSame(), 20000);
    const quint64 made = last.split('\n').value(3).split('-').value(0).toULongLong();
    QVERIFY2(made > 100 && made < 1000000, last.constData());
}

void TestGatewayShared::backpressureByAReaderElsewhereIsAsFastAsTheReader()
{
    RawClient client(m_firstPort);
    client.send("POST /chat-backpressure?message=x&demo_rate=0&demo_deltas=2000&demo_stall_ms=700 HTTP/1.1\r\nHost: localhost\r\n"
                "Content-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    // Followed, and left by its own client, while it is silent: what it says later waits for the reader elsewhere.
    RawClient elsewhere(m_secondPort);
    elsewhere.send("GET /streams/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(!elsewhere.readUntil("\r\n\r\n").isEmpty());
    client.close();
    QVERIFY(!elsewhere.readUntil("id: 1\n").isEmpty());
    QElapsedTimer since;
    since.start();
    QVERIFY(!elsewhere.readUntil("event: done\n").isEmpty());
    const qint64 elapsed = since.elapsed();
    QVERIFY2(elapsed < 3000, QByteArray::number(elapsed).constData());
}

void TestGatewayShared::oneOfTwoReadersElsewhereLeavesTheStreamToTheOther()
{
    m_isChanged = true;
    m_first = newGateway(m_firstPort, Millis(0));
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    RawClient one(m_secondPort);
    RawClient other(m_secondPort);
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
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 2\n");
    QElapsedTimer since;
    since.start();
    QCOMPARE(exchange(m_secondPort, "DELETE", "/streams/" + id).status, 204);
    QVERIFY(!client.readUntil("\"kind\":\"cancelled\"").isEmpty());
    QVERIFY(since.elapsed() < 2000);
    QTRY_VERIFY(resume(m_secondPort, id).body.contains("\"kind\":\"cancelled\""));
    QCOMPARE(exchange(m_secondPort, "DELETE", "/streams/" + id).status, 204); // it is finished
}

void TestGatewayShared::whatAnotherGatewayNeverSentIsRefused()
{
    QCOMPARE(resume(m_secondPort, "0123456789abcdef0123456789abcdef").status, 404);
    QCOMPARE(exchange(m_secondPort, "DELETE", "/streams/nothing").status, 404);
    const RawResponse whole = exchange(m_firstPort, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3");
    const QByteArray id = whole.header("X-Stream-Id");
    QTRY_COMPARE(resume(m_secondPort, id).body, whole.body);
    for (const char* never : {"0", "5", "04", "x", "4 4", "你好"})
        QCOMPARE(resume(m_secondPort, id, never).status, 400);
}

void TestGatewayShared::aCachedAnswerIsAHitElsewhere()
{
    const QByteArray target = "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=7";
    const RawResponse first = exchange(m_firstPort, "POST", target);
    QCOMPARE(first.events().first().data, "Hello"_ba);
    RawResponse hit;
    QTRY_COMPARE((hit = exchange(m_secondPort, "POST", target)).events().first().type, "cached"_ba);
    QCOMPARE(hit.text(), first.text());
    QCOMPARE(hit.events().size(), first.events().size() + 1);
    const RawResponse other = exchange(m_secondPort, "POST", "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=8");
    QVERIFY(other.events().first().type != "cached");
}

void TestGatewayShared::aSpoiledAnswerInRedisIsAMiss()
{
    const QByteArray target = "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=9";
    exchange(m_firstPort, "POST", target);
    QTRY_COMPARE(exchange(m_secondPort, "POST", target).events().first().type, "cached"_ba);
    RawClient redis(m_redis.port());
    redis.send(
        "EVAL \"for _, k in ipairs(redis.call('KEYS', 'sluice:answer:*')) do redis.call('SET', k, 'garbage') end return 1\" 0\r\n"
        "QUIT\r\n");
    QVERIFY(redis.readAll().startsWith(":1"));
    const RawResponse again = exchange(m_secondPort, "POST", target);
    QVERIFY(again.events().first().type != "cached");
    QCOMPARE(again.events().last().type, "done"_ba);
}

void TestGatewayShared::aGatewayThatIsGoneEndsItsStreamsWithAnError()
{
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=50&demo_deltas=10000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 10\n");
    m_isChanged = true;
    m_first.reset(); // without a word to anyone
    const RawResponse rest = resume(m_secondPort, id, "3");
    QVERIFY(rest.isComplete);
    QCOMPARE(rest.events().first().id, "4"_ba);
    QCOMPARE(rest.events().last().type, "error"_ba);
    QCOMPARE(rest.events().last().id.toInt(), rest.events().size() + 3);
    QVERIFY(rest.events().last().data.contains("gateway of this stream is gone"));
    QCOMPARE(resume(m_secondPort, id, "3").body, rest.body); // and that is how it stays
}

void TestGatewayShared::whenRedisDiesStreamsGoOnAndAreSharedAgainAfterwards()
{
    RawClient client(m_firstPort);
    client.send("POST /chat?message=x&demo_rate=50&demo_deltas=250 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray id = idOf(client);
    client.readUntil("id: 20\n");
    m_isChanged = true;
    const quint16 port = m_redis.port();
    m_redis.stop();
    QTRY_COMPARE(resume(m_secondPort, id, "5").status, 502);
    client.readUntil("id: 60\n");
    QVERIFY(m_redis.start(port));
    client.readUntil("id: 251\n");
    const RawResponse whole = parseResponse(client.received());
    QCOMPARE(whole.events().last().type, "done"_ba);
    // What it had before is gone with it; what was not confirmed then, and all that came after, is there.
    QTRY_COMPARE(resume(m_secondPort, id, "200").body, resume(m_firstPort, id, "200").body);
    QCOMPARE(resume(m_secondPort, id, "5").status, 410);
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
