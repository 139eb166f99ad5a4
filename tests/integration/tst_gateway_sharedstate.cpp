#include "tests/support/gatewaypair.h"
#include "tests/support/metricvalues.h"

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

/// What two gateways share beside running streams: cached answers and profiles; and who counts what they serve for each other.
class TestGatewaySharedState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void aCachedAnswerIsAHitElsewhere();
    void aSpoiledAnswerInRedisIsAMiss();
    void theProfileOfAFinishedStreamIsReadElsewhere();
    void aProfileOutlivesItsGateway();
    void aProfileThatNobodyHasIsRefusedWithAReason();
    void aResumeElsewhereIsCountedWhereItIsServed();

private:
    RawResponse profile(quint16 port, const QByteArray& id) { return exchange(port, "GET", "/profiles/" + id); }
    double figure(quint16 port, const QByteArray& name)
    {
        return metricValue(exchange(port, "GET", "/metrics").body, name, {"route=\"/streams/{id}\"", "provider=\"demo\""})
            .value_or(-1);
    }

    GatewayPair m_pair;
};

void TestGatewaySharedState::initTestCase()
{
    if (!m_pair.isInstalled())
        QSKIP("There is no Redis on this machine");
    QVERIFY(m_pair.start());
}

void TestGatewaySharedState::aCachedAnswerIsAHitElsewhere()
{
    const QByteArray target = "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=7";
    const RawResponse first = exchange(m_pair.firstPort, "POST", target);
    QCOMPARE(first.events().first().data, "Hello"_ba);
    RawResponse hit;
    const auto isHit = [&] {
        hit = exchange(m_pair.secondPort, "POST", target);
        return hit.events().first().type == "cached";
    };
    QVERIFY(QTest::qWaitFor(isHit, 30000)); // no QTRY, which asks again: a slow Redis might not answer in time then
    QCOMPARE(hit.text(), first.text());
    QCOMPARE(hit.events().size(), first.events().size() + 1);
    const RawResponse other =
        exchange(m_pair.secondPort, "POST", "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=8");
    QVERIFY(other.events().first().type != "cached");
}

void TestGatewaySharedState::aSpoiledAnswerInRedisIsAMiss()
{
    const QByteArray target = "/chat-cached?message=hello&demo_rate=0&demo_deltas=9&demo_seed=9";
    exchange(m_pair.firstPort, "POST", target);
    const auto isHit = [&] { return exchange(m_pair.secondPort, "POST", target).events().first().type == "cached"; };
    QVERIFY(QTest::qWaitFor(isHit, 30000));
    RawClient redis(m_pair.redis.port());
    redis.send(
        "EVAL \"for _, k in ipairs(redis.call('KEYS', 'sluice:answer:*')) do redis.call('SET', k, 'garbage') end return 1\" 0\r\n"
        "QUIT\r\n");
    QVERIFY(redis.readAll().startsWith(":1"));
    const RawResponse again = exchange(m_pair.secondPort, "POST", target);
    QVERIFY(again.events().first().type != "cached");
    QCOMPARE(again.events().last().type, "done"_ba);
}

void TestGatewaySharedState::theProfileOfAFinishedStreamIsReadElsewhere()
{
    const RawResponse whole = exchange(m_pair.firstPort, "POST", "/chat-profiled?message=x&demo_rate=0&demo_deltas=50");
    const QByteArray id = whole.header("X-Stream-Id");
    RawResponse elsewhere;
    QTRY_COMPARE((elsewhere = profile(m_pair.secondPort, id)).status, 200);
    QCOMPARE(elsewhere.header("Content-Type"), "application/json"_ba);
    QVERIFY(elsewhere.body.startsWith("{\"stream_id\":\"" + id + '"'));
    QCOMPARE(elsewhere.body, profile(m_pair.firstPort, id).body);
}

void TestGatewaySharedState::aProfileOutlivesItsGateway()
{
    const RawResponse whole = exchange(m_pair.firstPort, "POST", "/chat-profiled?message=x&demo_rate=0&demo_deltas=50");
    const QByteArray id = whole.header("X-Stream-Id");
    QTRY_COMPARE(profile(m_pair.secondPort, id).status, 200);
    m_pair.restartFirst();
    QTRY_COMPARE(profile(m_pair.firstPort, id).status, 200);
}

void TestGatewaySharedState::aProfileThatNobodyHasIsRefusedWithAReason()
{
    RawClient client(m_pair.firstPort);
    client.send(
        "POST /chat-profiled?message=x&demo_rate=20&demo_deltas=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const QByteArray running = GatewayPair::idOf(client);
    const QByteArray plain = exchange(m_pair.firstPort, "POST", "/chat?message=x&demo_rate=0").header("X-Stream-Id");
    QCOMPARE(profile(m_pair.firstPort, running).status, 200);
    for (const QByteArray& id : {running, plain, "nothing"_ba}) {
        const RawResponse refused = profile(m_pair.secondPort, id);
        QCOMPARE(refused.status, 404);
        QVERIFY(refused.body.contains("another gateway"));
    }
}

void TestGatewaySharedState::aResumeElsewhereIsCountedWhereItIsServed()
{
    const RawResponse whole = exchange(m_pair.firstPort, "POST", "/chat?message=x&demo_rate=0&demo_deltas=50");
    const QByteArray id = whole.header("X-Stream-Id");
    QCOMPARE(figure(m_pair.secondPort, "sluice_reconnects_total"), 0.0); // there before it is counted
    QTRY_COMPARE(m_pair.resume(m_pair.secondPort, id, "50").events().size(), 1);
    const double before = figure(m_pair.secondPort, "sluice_decoded_bytes_total");
    const double resumes = figure(m_pair.secondPort, "sluice_resumes_total");
    const double reconnects = figure(m_pair.secondPort, "sluice_reconnects_total");
    QVERIFY(resumes >= 1 && reconnects == resumes);

    QCOMPARE(m_pair.resume(m_pair.secondPort, id).body, whole.body);
    QCOMPARE(m_pair.resume(m_pair.secondPort, id, "99").status, 400); // is none
    QCOMPARE(figure(m_pair.secondPort, "sluice_reconnects_total"), reconnects + 1);
    QCOMPARE(figure(m_pair.secondPort, "sluice_resumes_total"), resumes);
    QCOMPARE(figure(m_pair.secondPort, "sluice_decoded_bytes_total"), before + double(whole.body.size()));
    QCOMPARE(figure(m_pair.firstPort, "sluice_reconnects_total"), 0.0);
}

QTEST_GUILESS_MAIN(TestGatewaySharedState)
#include "tst_gateway_sharedstate.moc"
