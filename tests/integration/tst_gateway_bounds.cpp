#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"

#include <QElapsedTimer>
#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int Many = 40;
const QByteArray Fast = "/chat?message=x&demo_rate=0&demo_deltas=3";

QByteArray headFor(qsizetype bodyBytes, const QByteArray& target = "/chat?demo_rate=0&demo_deltas=3")
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(bodyBytes) + "\r\n\r\n";
}

/// A message of so many bytes as the body of a request.
QByteArray bodyOf(qsizetype bytes)
{
    return "{\"message\":\"" + QByteArray(bytes - 14, 'x') + "\"}";
}

}

/// What clients may take of a gateway's memory, time and descriptors before it has anything to answer.
class TestGatewayBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void requestsThatArriveTogetherAreBounded();
    void aBodyThatDripsGets408();
    void aBodyThatComesSteadilyMayTakeItsTime();
    void aBodyThatIsReadPastMayNotDripEither();
    void connectionsBeyondTheBoundGet503();
    void whoWaitsOutsideComesInLater();

private:
    quint16 start(const GatewayOptions& options)
    {
        m_server = std::make_unique<GatewayServer>(options);
        return m_server->start().value_or(0);
    }
    std::unique_ptr<GatewayServer> m_server;
};

void TestGatewayBounds::requestsThatArriveTogetherAreBounded()
{
    // given: many clients whose bodies are nearly here, and more than the gateway keeps
    GatewayOptions options;
    options.arrivingBytes = 2 * 1024 * 1024;
    const quint16 port = start(options);
    const QByteArray body = bodyOf(200 * 1024);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < Many; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        clients.back()->send(headFor(body.size()) + body.chopped(1));
        QCOMPARE(exchange(port, "POST", "/chat?demo_rate=0&demo_deltas=3", bodyOf(100)).status, 200); // small ones always get in
    }

    // then: as many as fit are served, the others are told
    int served = 0;
    for (const auto& client : clients) {
        client->send(body.last(1));
        const RawResponse response = parseResponse(client->readUntil("}"));
        served += response.status == 200 ? 1 : 0;
        if (response.status != 200) {
            QCOMPARE(response.status, 503);
            QCOMPARE(response.header("Retry-After"), "1"_ba);
            QVERIFY(client->isClosedWithin(30'000));
        }
    }
    QVERIFY2(served >= 9 && served <= 10, qPrintable(QString::number(served)));

    // and what they held is free again
    QCOMPARE(exchange(port, "POST", "/chat?demo_rate=0&demo_deltas=3", bodyOf(1900 * 1024)).status, 200);
}

void TestGatewayBounds::aBodyThatDripsGets408()
{
    GatewayOptions options;
    options.timeouts.bodyStart = Millis(300);
    RawClient client(start(options));
    client.send(headFor(100'000));
    QElapsedTimer timer;
    timer.start();
    constexpr qint64 PatienceMs = 30'000; // if dripping bought time, the body would have a minute
    while (timer.elapsed() < PatienceMs && !client.isClosedWithin(20))
        client.send("x");
    QVERIFY(timer.elapsed() < PatienceMs);
    QCOMPARE(parseResponse(client.readAll()).status, 408);
}

void TestGatewayBounds::aBodyThatComesSteadilyMayTakeItsTime()
{
    GatewayOptions options;
    options.timeouts.bodyStart = Millis(100);
    options.timeouts.bodyBytesPerSecond = 2'000;
    RawClient client(start(options));
    const QByteArray body = bodyOf(100'000);
    client.send(headFor(body.size()) + body.chopped(1)); // buys fifty seconds
    QVERIFY(!client.isClosedWithin(500));
    client.send(body.last(1));
    QCOMPARE(parseResponse(client.readUntil("id: 1\n")).status, 200);
}

void TestGatewayBounds::aBodyThatIsReadPastMayNotDripEither()
{
    GatewayOptions options;
    options.timeouts.bodyStart = Millis(100);
    RawClient client(start(options));
    client.send(headFor(100'000, "/nowhere") + "x");
    QCOMPARE(parseResponse(client.readAll()).status, 408);
}

void TestGatewayBounds::connectionsBeyondTheBoundGet503()
{
    GatewayOptions options;
    options.maxConnections = 2;
    const quint16 port = start(options);
    std::vector<std::unique_ptr<RawClient>> inside;
    for (int i = 0; i < 2; ++i) {
        inside.push_back(std::make_unique<RawClient>(port));
        inside.back()->send(rawRequest(port, "GET", "/health"));
        QVERIFY(!inside.back()->readUntil("ok").isEmpty());
    }

    const RawResponse refused = exchange(port, "GET", "/health");
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.header("Retry-After"), "1"_ba);
    QVERIFY(refused.isComplete);

    inside.back()->send(rawRequest(port, "GET", "/health")); // who is inside is not concerned
    QVERIFY(!inside.back()->readUntil("ok").isEmpty());
    inside.pop_back();
    QTRY_COMPARE(exchange(port, "GET", "/health").status, 200);
}

void TestGatewayBounds::whoWaitsOutsideComesInLater()
{
    GatewayOptions options;
    options.maxConnections = 1;
    const quint16 port = start(options);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < Many; ++i)
        clients.push_back(std::make_unique<RawClient>(port));
    for (std::size_t i = 1; i < clients.size(); ++i) {
        QCOMPARE(parseResponse(clients[i]->readUntil("}")).status, 503);
        clients[i]->close();
    }
    clients.clear();
    QTRY_COMPARE_WITH_TIMEOUT(exchange(port, "POST", Fast).status, 200, 30'000);
}

QTEST_GUILESS_MAIN(TestGatewayBounds)
#include "tst_gateway_bounds.moc"
