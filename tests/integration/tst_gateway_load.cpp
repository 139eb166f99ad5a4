#include "core/gateway/gatewayserver.h"
#include "core/sockets/filelimit.h"
#include "tests/support/abruptclients.h"
#include "tests/support/rawclient.h"
#include "tests/support/streamcrowd.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr Millis Patience {30'000};

int openFiles()
{
    return int(QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

}

/// Many clients at once, and bad ones. Only counts here; what it costs is bench_gateway's.
class TestGatewayLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { raiseFileLimit(); }
    void cleanup() { m_server.reset(); }

    void fiveHundredStreamsAtOnceLoseNothing();
    void abruptDisconnectsLeaveNothingBehind();
    void aStalledReaderHoldsUpNobodyElse();
    void slowHeadsEndWithTheirDeadline();
    void halfOpenConnectionsEndAndServeOthersMeanwhile();

private:
    void start(const GatewayOptions& options = {});
    QJsonObject poolStats() const { return QJsonDocument::fromJson(exchange(m_port, "GET", "/pool-stats").body).object(); }
    bool isServing() const { return exchange(m_port, "GET", "/health").status == 200; }
    double activeStreams() const;

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayLoad::start(const GatewayOptions& options)
{
    m_server = std::make_unique<GatewayServer>(options);
    m_port = m_server->start().value_or(0);
    QVERIFY(m_port > 0);
}

double TestGatewayLoad::activeStreams() const
{
    const QByteArray name = "\nactive_streams ";
    const QByteArray text = exchange(m_port, "GET", "/metrics").body;
    const qsizetype at = text.indexOf(name);
    return at < 0 ? -1 : text.sliced(at + name.size(), text.indexOf('\n', at + 1) - at - name.size()).toDouble();
}

void TestGatewayLoad::fiveHundredStreamsAtOnceLoseNothing()
{
    constexpr int Streams = 500;
    constexpr int Deltas = 40;
    start();
    StreamCrowd crowd(m_port, "/chat?message=hello&demo_rate=10&demo_deltas=" + QByteArray::number(Deltas));
    QVERIFY2(crowd.open(Streams, Streams, Patience), crowd.problem().constData());
    QVERIFY2(crowd.readToEnd(Patience), crowd.problem().constData());
    QCOMPARE(crowd.events(), qint64(Streams * (Deltas + 1)));
    QCOMPARE(activeStreams(), 0.0);
}

void TestGatewayLoad::abruptDisconnectsLeaveNothingBehind()
{
    constexpr int Clients = 2000;
    GatewayOptions options;
    options.resumeGrace = Millis(0);
    options.maxStreams = 10; // so that some wait
    start(options);
    const auto leave = [this](int count, quint32 seed) {
        return disconnectAbruptly({.port = m_port, .count = count, .requests = requestsThatHoldSomething(m_port), .seed = seed});
    };
    leave(50, 1); // the cache has its thread and files now
    QTRY_COMPARE_WITH_TIMEOUT(activeStreams(), 0.0, int(Patience.count()));
    const int before = openFiles();

    const AbruptCounts counts = leave(Clients, 2);
    QCOMPARE(counts.gone, Clients);
    QVERIFY(counts.answered > 0);

    QTRY_COMPARE_WITH_TIMEOUT(activeStreams(), 0.0, int(Patience.count()));
    QTRY_COMPARE_WITH_TIMEOUT(poolStats()["available_connections"_L1].toInt(), options.maxStreams, int(Patience.count()));
    QCOMPARE(poolStats()["waiting"_L1].toInt(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(openFiles() <= before, int(Patience.count()));
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled?message=hello&demo_rate=0").status, 200);
}

void TestGatewayLoad::aStalledReaderHoldsUpNobodyElse()
{
    start();
    RawClient stalled(m_port);
    stalled.send(rawRequest(m_port, "POST", "/chat?message=hello&demo_rate=0&demo_deltas=100000000"));
    QVERIFY(!stalled.readUntil("id: 1\n").isEmpty());

    StreamCrowd others(m_port, "/chat?message=hello&demo_rate=100&demo_deltas=200");
    QVERIFY2(others.open(50, 500, Patience), others.problem().constData());
    QVERIFY2(others.readToEnd(Patience), others.problem().constData());
    QCOMPARE(activeStreams(), 1.0);
}

void TestGatewayLoad::slowHeadsEndWithTheirDeadline()
{
    GatewayOptions options;
    options.timeouts.head = Millis(2500);
    start(options);
    const QByteArray head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(1000, 'x');
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_port));
        clients.back()->send(head.first(1)); // at once: who has sent nothing at all gets no answer
    }
    int sent = 1;
    int closed = 0;
    constexpr int Most = 10; // one byte a second: long behind the deadline
    for (; sent < Most && closed < int(clients.size()); ++sent) {
        for (const auto& client : clients)
            client->send(head.mid(sent, 1));
        closed = clients.front()->isClosedWithin(1000) ? 1 : 0;
        for (auto client = clients.begin() + 1; closed > 0 && client != clients.end(); ++client)
            closed += (*client)->isClosedWithin(1000) ? 1 : 0;
    }
    QCOMPARE(closed, int(clients.size()));
    QVERIFY(sent < Most);
    for (const auto& client : clients)
        QCOMPARE(parseResponse(client->readAll()).status, 408);
}

void TestGatewayLoad::halfOpenConnectionsEndAndServeOthersMeanwhile()
{
    GatewayOptions options;
    options.timeouts.head = Millis(8000); // time enough for all to come in
    options.timeouts.body = Millis(8000);
    start(options);
    QVERIFY(isServing());
    const int before = openFiles();
    const QByteArray request = "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"message\"";
    const QList<QByteArray> parts {{}, request.first(20), request};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_port));
        clients.back()->send(parts[i % parts.size()]);
    }
    // Both ends are here as soon as all are accepted; of what was counted before, the last question may have gone.
    QTRY_VERIFY_WITH_TIMEOUT(openFiles() >= before + 398, 7000);
    QVERIFY(isServing());

    for (const auto& client : clients)
        QVERIFY(client->isClosedWithin(int(Patience.count())));
    clients.clear();
    QTRY_VERIFY_WITH_TIMEOUT(openFiles() <= before, int(Patience.count()));
    QVERIFY(isServing());
}

QTEST_GUILESS_MAIN(TestGatewayLoad)
#include "tst_gateway_load.moc"
