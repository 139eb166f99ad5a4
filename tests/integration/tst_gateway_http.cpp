#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/socketlist.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr char FastChat[] = "/chat?message=hello&demo_rate=0&demo_deltas=3";

}

/// The HTTP of the gateway, byte by byte over real sockets.
class TestGatewayHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void refusalsAreJsonWithADetail_data();
    void refusalsAreJsonWithADetail();
    void malformedRequestsGet400AndAClosedConnection_data();
    void malformedRequestsGet400AndAClosedConnection();
    void headWorksOnGetRoutes_data();
    void headWorksOnGetRoutes();
    void optionsGrantsNothing();
    void pipelinedRequestsAreAnsweredInOrder();
    void aRefusedRequestWithABodyKeepsTheConnection();
    void chunkedBodiesAreRead();
    void expectContinueIsAnswered();
    void aRefusedExpectationGetsItsStatusAtOnce();
    void oldClientsGetNoChunks();
    void oldClientsMayKeepTheConnection();
    void aClientThatOnlyStopsSendingIsServed();
    void largeHeadsGet431();
    void largeBodiesGet413_data();
    void largeBodiesGet413();
    void slowHeadsGet408();
    void idleConnectionsAreClosed();
    void tokensGuardEveryRoute();
    void otherHostsAndOriginsAreRefused();
    void listeningBeyondLoopbackNeedsAToken();
    void aListenerOnAllAddressesKnowsWhoCameByIPv4();
    void aPortInUseIsAnError();
    void programsStartedMeanwhileGetNoSocket();

private:
    quint16 startServer(const GatewayOptions& options);

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayHttp::init()
{
    m_port = startServer({});
}

quint16 TestGatewayHttp::startServer(const GatewayOptions& options)
{
    m_server = std::make_unique<GatewayServer>(options);
    const Result<quint16> port = m_server->start();
    return port.value_or(0);
}

void TestGatewayHttp::refusalsAreJsonWithADetail_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char* method, const char* target, const char* body, int status, const char* allow = "") {
        QTest::addRow("%s %s %s", method, target, body)
            << QByteArray(method) << QByteArray(target) << QByteArray(body) << status << QByteArray(allow);
    };
    row("GET", "/nowhere", "", 404);
    row("GET", "/health/", "", 404);
    row("PUT", "/chat", "{}", 405, "POST");
    row("HEAD", "/chat", "", 405, "POST");
    row("BREW", "/health", "", 405, "GET, HEAD");
    row("POST", "/v1/models", "", 405, "GET, HEAD");
    row("POST", "/streams/x", "", 405, "GET, HEAD, DELETE");
    row("GET", "/streams/x", "", 404);
    row("DELETE", "/streams/x", "", 404);
    row("POST", "/chat", "{bad", 400);
    row("POST", "/chat", "{}", 422);
    row("POST", "/chat", "{\"message\":1}", 422);
    row("POST", "/chat?message=", "", 422);
    row("POST", "/chat?message=x&demo_rate=fast", "", 422);
    row("POST", "/chat-buffered?message=x&buffer_strategy=unknown", "", 422);
    row("POST", "/chat-buffered?message=x&buffer_strategy=", "", 422);
    row("POST", "/chat-buffered?message=x&size=many", "", 422);
    row("POST", "/chat-buffered?message=x&size=0", "", 422);
    row("POST", "/chat-buffered?message=x&min=9&max=3", "", 422);
    row("POST", "/chat-buffered?message=x&guard_ms=-1", "", 422);
    row("POST", "/chat-buffered?message=x&timeout_ms=1.5", "", 422);
    row("POST", "/chat-buffered?message=x&delay_ms=", "", 422);
    // Also where the route itself has no use for it.
    for (const char* route : {"/chat", "/chat-buffered", "/chat-backpressure", "/chat-pooled", "/chat-compressed", "/chat-cached",
             "/chat-monitored", "/chat-profiled"}) {
        for (const char* query : {"buffer_strategy=unknown", "size=many", "min=x", "max=0", "timeout_ms=1.5", "guard_ms=-1",
                 "delay_ms=", "enable_compression=maybe", "use_cache=2", "demo_deltas=x"})
            row("POST", QByteArray(route).append("?message=x&demo_rate=0&demo_deltas=3&").append(query).constData(), "", 422);
    }
}

void TestGatewayHttp::refusalsAreJsonWithADetail()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, allow);
    const RawResponse response = exchange(m_port, method, target, body);
    QTEST(response.status, "status");
    QCOMPARE(response.header("Content-Type"), "application/json"_ba);
    QCOMPARE(response.header("Allow"), allow);
    QVERIFY(response.isComplete || method == "HEAD");
    if (method != "HEAD")
        QVERIFY(!QJsonDocument::fromJson(response.body).object()["detail"_L1].toString().isEmpty());
}

void TestGatewayHttp::malformedRequestsGet400AndAClosedConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no Host") << "GET /health HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("two Hosts") << "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"_ba;
    QTest::newRow("Host :") << "GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n"_ba;
    QTest::newRow("version") << "GET /health HTTP/1.9\r\nHost: localhost\r\n\r\n"_ba;
    QTest::newRow("lengths") << "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"_ba;
    QTest::newRow("not HTTP") << "\x16\x03\x01\x02"_ba;
}

void TestGatewayHttp::malformedRequestsGet400AndAClosedConnection()
{
    QFETCH(QByteArray, bytes);
    RawClient client(m_port);
    client.send(bytes);
    const RawResponse response = parseResponse(client.readAll());
    QCOMPARE(response.status, 400);
    QCOMPARE(response.header("Connection"), "close"_ba);
    QVERIFY(response.isComplete);
    QVERIFY(response.body.contains("\"detail\""));
}

void TestGatewayHttp::headWorksOnGetRoutes_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("health") << "/health"_ba;
    QTest::newRow("models") << "/v1/models"_ba;
}

void TestGatewayHttp::headWorksOnGetRoutes()
{
    QFETCH(QByteArray, path);
    const RawResponse get = exchange(m_port, "GET", path);
    const RawResponse head = exchange(m_port, "HEAD", path);
    QCOMPARE(get.status, 200);
    QVERIFY(!get.body.isEmpty());
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("Content-Length"), get.header("Content-Length"));
    QVERIFY(head.body.isEmpty() && head.rest.isEmpty());
}

void TestGatewayHttp::optionsGrantsNothing()
{
    const QByteArray own = "http://127.0.0.1:" + QByteArray::number(m_port);
    const RawResponse response =
        exchange(m_port, "OPTIONS", "/chat", {}, {"Origin: " + own, "Access-Control-Request-Method: POST"});
    QCOMPARE(response.status, 405);
    QVERIFY(!response.head.toLower().contains("access-control"));
}

void TestGatewayHttp::pipelinedRequestsAreAnsweredInOrder()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "GET", "/health") + rawRequest(m_port, "POST", FastChat)
        + rawRequest(m_port, "GET", "/nowhere") + rawRequest(m_port, "GET", "/v1/models", {}, {"Connection: close"}));
    const RawResponse first = parseResponse(client.readAll());
    const RawResponse second = parseResponse(first.rest);
    const RawResponse third = parseResponse(second.rest);
    const RawResponse fourth = parseResponse(third.rest);
    QCOMPARE(first.body.left(9), "{\"status\""_ba);
    QCOMPARE(second.events().size(), 4);
    QVERIFY(second.isComplete);
    QCOMPARE(third.status, 404);
    QVERIFY(fourth.body.contains("\"demo\""));
    QVERIFY(fourth.isComplete && fourth.rest.isEmpty());
}

void TestGatewayHttp::aRefusedRequestWithABodyKeepsTheConnection()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/nowhere", QByteArray(100'000, 'x'))
        + rawRequest(m_port, "GET", "/health", {}, {"Connection: close"}));
    const RawResponse first = parseResponse(client.readAll());
    QCOMPARE(first.status, 404);
    QCOMPARE(parseResponse(first.rest).status, 200);
}

void TestGatewayHttp::chunkedBodiesAreRead()
{
    RawClient client(m_port);
    client.send("POST /chat?demo_rate=0&demo_deltas=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                "Transfer-Encoding: chunked\r\n\r\n");
    for (const char* piece : {"8;x=y\r\n{\"mess", "ag\r\n", "7\r\ne\":\"x\"}\r", "\n0\r\nTrailer: 1\r\n\r\n"})
        client.send(piece);
    QCOMPARE(parseResponse(client.readAll()).events().size(), 2);
}

void TestGatewayHttp::expectContinueIsAnswered()
{
    RawClient client(m_port);
    client.send("POST /chat?demo_rate=0&demo_deltas=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n");
    const RawResponse interim = parseResponse(client.readUntil("\r\n\r\n"));
    QCOMPARE(interim.status, 100);
    client.send("{\"message\":\"x\"}");
    const QByteArray all = client.readAll();
    QCOMPARE(parseResponse(parseResponse(all).rest).events().size(), 2);
}

void TestGatewayHttp::aRefusedExpectationGetsItsStatusAtOnce()
{
    RawClient client(m_port);
    client.send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 15\r\n\r\n");
    QCOMPARE(parseResponse(client.readUntil("}")).status, 404);
    QVERIFY(client.isClosedWithin(30'000));
}

void TestGatewayHttp::oldClientsGetNoChunks()
{
    RawClient client(m_port);
    client.send("POST "_ba + FastChat + " HTTP/1.0\r\n\r\n");
    const RawResponse response = parseResponse(client.readAll());
    QCOMPARE(response.status, 200);
    QVERIFY(!response.isChunked);
    QCOMPARE(response.header("Connection"), "close"_ba);
    QCOMPARE(response.events().size(), 4);
    QCOMPARE(response.events().last().type, "done"_ba);
}

void TestGatewayHttp::oldClientsMayKeepTheConnection()
{
    RawClient client(m_port);
    client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /health HTTP/1.0\r\n\r\n");
    const RawResponse first = parseResponse(client.readAll());
    QCOMPARE(first.header("Connection"), "keep-alive"_ba);
    QCOMPARE(parseResponse(first.rest).header("Connection"), "close"_ba);
}

void TestGatewayHttp::aClientThatOnlyStopsSendingIsServed()
{
    RawClient chat(m_port);
    chat.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=50&demo_deltas=10"));
    chat.closeSending();
    QCOMPARE(parseResponse(chat.readAll()).events().size(), 11);

    RawClient whole(m_port);
    whole.send(rawRequest(m_port, "POST", "/v1/chat/completions",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"demo\":{\"rate\":50,\"deltas\":10}}"));
    whole.closeSending();
    RawResponse response = parseResponse(whole.readAll());
    if (response.status == 100) // asks whether the client is still there
        response = parseResponse(response.rest);
    QCOMPARE(response.status, 200);
    QVERIFY(response.isComplete);
}

void TestGatewayHttp::largeHeadsGet431()
{
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"X: " + QByteArray(60'000, 'x')}).status, 200);
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"X: " + QByteArray(70'000, 'x')}).status, 431);
}

void TestGatewayHttp::largeBodiesGet413_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("piece");
    QTest::newRow("length") << "Content-Length: 8388609"_ba << QByteArray(65536, 'x');
    QTest::newRow("chunked") << "Transfer-Encoding: chunked"_ba << "10000\r\n" + QByteArray(65536, 'x') + "\r\n";
}

void TestGatewayHttp::largeBodiesGet413()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, piece);
    GatewayOptions options;
    options.timeouts.linger = Millis(30'000); // until all has been sent, however long that takes
    m_port = startServer(options);
    RawClient client(m_port);
    client.send("POST /chat HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n\r\n");
    for (int i = 0; i < 129; ++i)
        client.send(piece);
    QCOMPARE(parseResponse(client.readUntil("}")).status, 413);
    QCOMPARE(exchange(m_port, "POST", FastChat, "{\"x\":\"" + QByteArray(8'000'000, 'x') + "\"}").status, 200);
}

void TestGatewayHttp::slowHeadsGet408()
{
    GatewayOptions options;
    options.timeouts.head = Millis(2000);
    m_port = startServer(options);
    // A byte now and then does not buy more time: all of them would take minutes.
    const QByteArray head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(10'000, 'x');
    RawClient client(m_port);
    client.send(head.first(1)); // at once: who has sent nothing at all gets no answer
    QElapsedTimer timer;
    timer.start();
    constexpr qint64 PatienceMs = 30'000;
    for (qsizetype i = 1; i < head.size() && timer.elapsed() < PatienceMs && !client.isClosedWithin(20); ++i)
        client.send(head.mid(i, 1));
    QVERIFY(timer.elapsed() < PatienceMs);
    QCOMPARE(parseResponse(client.readAll()).status, 408);
}

void TestGatewayHttp::idleConnectionsAreClosed()
{
    GatewayOptions options;
    options.timeouts.head = Millis(100);
    m_port = startServer(options);
    RawClient silent(m_port);
    QVERIFY(silent.isClosedWithin(30'000));
    QVERIFY(silent.readAll().isEmpty());

    options.timeouts.head = ConnectionTimeouts().head; // time enough for a request
    options.timeouts.idle = Millis(100);
    m_port = startServer(options);
    RawClient used(m_port);
    used.send(rawRequest(m_port, "GET", "/health"));
    QVERIFY(!used.readUntil("}").isEmpty());
    QVERIFY(used.isClosedWithin(30'000));
}

void TestGatewayHttp::tokensGuardEveryRoute()
{
    GatewayOptions options;
    options.token = "secret";
    m_port = startServer(options);
    const RawResponse refused = exchange(m_port, "GET", "/health");
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.header("WWW-Authenticate"), "Bearer"_ba);
    QCOMPARE(exchange(m_port, "POST", FastChat).status, 401);
    QCOMPARE(exchange(m_port, "GET", "/nowhere").status, 401);
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"Authorization: Bearer secret"}).status, 200);
}

void TestGatewayHttp::otherHostsAndOriginsAreRefused()
{
    const QByteArray port = QByteArray::number(m_port);
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"Origin: http://127.0.0.1:" + port}).status, 200);
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"Origin: null"}).status, 403);
    QCOMPARE(exchange(m_port, "POST", FastChat, {}, {"Origin: http://127.0.0.1:1"}).status, 403);
    RawClient liar(m_port);
    liar.send("GET /health HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\nConnection: close\r\n\r\n");
    QCOMPARE(parseResponse(liar.readAll()).status, 403);
    RawClient client(m_port);
    client.send("GET /health HTTP/1.1\r\nHost: example.com:" + port + "\r\nConnection: close\r\n\r\n");
    QCOMPARE(parseResponse(client.readAll()).status, 403);
}

void TestGatewayHttp::listeningBeyondLoopbackNeedsAToken()
{
    GatewayOptions options;
    options.host = u"0.0.0.0"_s;
    const Result<quint16> port = GatewayServer(options).start();
    QVERIFY(!port);
    QCOMPARE(port.error().kind, ErrorKind::Auth);

    options.token = "secret";
    m_port = startServer(options);
    QVERIFY(m_port > 0);
    QCOMPARE(exchange(m_port, "GET", "/health", {}, {"Authorization: Bearer secret"}).status, 200);
}

void TestGatewayHttp::aListenerOnAllAddressesKnowsWhoCameByIPv4()
{
    GatewayOptions options;
    options.host = u"::"_s;
    options.token = "secret";
    m_port = startServer(options);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(u"127.0.0.2"_s), m_port);
    QVERIFY(socket.waitForConnected());
    socket.write("GET /health HTTP/1.0\r\nHost: 127.0.0.2\r\nAuthorization: Bearer secret\r\n\r\n");
    QVERIFY(socket.waitForDisconnected());
    QCOMPARE(parseResponse(socket.readAll()).status, 200);
}

void TestGatewayHttp::aPortInUseIsAnError()
{
    GatewayOptions options;
    options.port = m_port;
    const Result<quint16> port = GatewayServer(options).start();
    QVERIFY(!port);
    QCOMPARE(port.error().kind, ErrorKind::Network);
    QVERIFY(port.error().message.contains(QString::number(m_port)));
}

void TestGatewayHttp::programsStartedMeanwhileGetNoSocket()
{
    // A browser that the window opens for a link would keep the port in use, and connections open that the gateway closed.
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=1"));
    QVERIFY(!client.readUntil("id: 1\n").isEmpty());
    QCOMPARE(socketsAt(m_port, ::getsockname), (SocketCount {.all = 2, .inheritable = 0})); // its listener and its end
}

QTEST_GUILESS_MAIN(TestGatewayHttp)
#include "tst_gateway_http.moc"
