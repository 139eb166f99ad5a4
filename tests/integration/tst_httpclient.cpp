#include "core/sockets/httpclient.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/socketlist.h"

#include <boost/asio/io_context.hpp>

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr std::chrono::seconds Patience {15};

HttpRequest post(const QUrl& url, const QByteArray& body = "{}")
{
    return {.method = "POST", .url = url, .headers = {{"Content-Type", "application/json"}}, .body = body};
}

/// Reads one answer to its end, unless told otherwise.
class Reading final : public HttpExchange::Listener
{
public:
    std::unique_ptr<HttpExchange> exchange;
    std::optional<HttpResponseHead> head;
    std::optional<Error> error;
    QByteArray body;
    bool isOver = false;
    bool readsOn = true;

    void headCame(const HttpResponseHead& came) override
    {
        head = came;
        if (readsOn)
            bodyReadable();
    }
    void exchangeFailed(const Error& failure) override
    {
        error = failure;
        isOver = true;
    }
    void bodyReadable() override
    {
        std::array<char, 1000> bytes;
        for (;;) {
            const Result<qsizetype> count = exchange->read(bytes);
            if (!count)
                error = count.error();
            isOver = !count || exchange->isWhole();
            body.append(bytes.data(), count.value_or(0));
            if (isOver)
                return;
            if (*count == 0) {
                exchange->awaitBody();
                return;
            }
        }
    }
};

}

/// The HTTP client of the gateway, against real sockets.
class TestHttpClient : public QObject
{
    Q_OBJECT

private:
    boost::asio::io_context m_loop {1};

    bool runUntil(const std::function<bool()>& condition)
    {
        const auto end = std::chrono::steady_clock::now() + Patience;
        m_loop.restart();
        while (!condition() && std::chrono::steady_clock::now() < end) {
            m_loop.run_one_for(std::chrono::milliseconds(20));
            m_loop.restart();
        }
        return condition();
    }
    /// One request, read to its end.
    Reading read(HttpClient& client, const HttpRequest& request, const HttpTimeouts& times = {})
    {
        Reading reading;
        reading.exchange = client.open(request, reading, times);
        runUntil([&] { return reading.isOver; });
        reading.exchange.reset();
        return reading;
    }

private Q_SLOTS:
    void sendsARequestAndReadsItsAnswer()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "hello"))}});
        HttpClient client(m_loop);
        HttpRequest request = post(server.url(u"/v1/chat?a=b%20c"_s), "{\"x\":1}");
        request.headers.append(HttpHeader {"X-Odd", "one\r\nX-Forged: two"});
        Reading reading;
        reading.exchange = client.open(request, reading);
        QVERIFY(runUntil([&] { return reading.isOver; }));
        QVERIFY(!reading.error);
        QCOMPARE(reading.head->status, 200);
        QCOMPARE(reading.body, "hello"_ba);

        const ReceivedRequest received = server.requests().front();
        QCOMPARE(received.method, "POST"_ba);
        QCOMPARE(received.target, "/v1/chat?a=b%20c"_ba);
        QCOMPARE(received.body, "{\"x\":1}"_ba);
        QCOMPARE(headerValue(received.headers, "Host"), "127.0.0.1:" + QByteArray::number(server.port()));
        QCOMPARE(headerValue(received.headers, "X-Forged"), ""_ba);

        const HttpStamps stamps = reading.exchange->stamps();
        QVERIFY(stamps.started <= *stamps.link.connected && *stamps.link.connected <= *stamps.sent);
        QVERIFY(*stamps.sent <= *stamps.firstByte);
    }

    void readsEveryFraming_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("length") << Script {send(wholeResponse(200, "text/plain", "hello world"))};
        QTest::newRow("chunked") << Script {send(chunkedHead()), send(chunk("hello")), send(chunk(" world")), send(lastChunk())};
        QTest::newRow("until close") << Script {send(responseHead(200, "text/plain")), send("hello world"), closeConnection()};
    }
    void readsEveryFraming()
    {
        QFETCH(Script, script);
        ScriptedServer server({script});
        HttpClient client(m_loop);
        const Reading reading = read(client, post(server.url()));
        QVERIFY(!reading.error);
        QCOMPARE(reading.body, "hello world"_ba);
    }

    void aBrokenAnswerIsAnError_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("length") << Script {send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"), closeConnection()}
                                << ErrorKind::Network;
        QTest::newRow("chunked") << Script {send(chunkedHead()), send(chunk("hello")), closeConnection()} << ErrorKind::Network;
        QTest::newRow("reset until close") << Script {send(responseHead(200, "text/plain")), send("hello"), awaitRelease(),
            resetConnection()} << ErrorKind::Network;
        QTest::newRow("no answer") << Script {closeConnection()} << ErrorKind::Network;
        QTest::newRow("half a head") << Script {send("HTTP/1.1 200 OK\r\nContent-"), closeConnection()} << ErrorKind::Network;
        QTest::newRow("no HTTP") << Script {send("SSH-2.0-OpenSSH_9.2\r\n\r\n")} << ErrorKind::Protocol;
        QTest::newRow("huge head") << Script {send("HTTP/1.1 200 OK\r\n"), send("X: " + QByteArray(1000, 'x') + "\r\n", 100)}
                                   << ErrorKind::Overflow;
    }
    void aBrokenAnswerIsAnError()
    {
        QFETCH(Script, script);
        QFETCH(ErrorKind, kind);
        ScriptedServer server({script});
        server.release();
        HttpClient client(m_loop);
        const Reading reading = read(client, post(server.url()));
        QVERIFY(reading.error);
        QCOMPARE(reading.error->kind, kind);
        QVERIFY(reading.head || reading.body.isEmpty());
    }

    void programsStartedMeanwhileGetNoConnection()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one"))}});
        HttpClient client(m_loop);
        QCOMPARE(read(client, post(server.url())).body, "one"_ba);
        QCOMPARE(socketsAt(server.port(), ::getpeername), (SocketCount {.all = 1, .inheritable = 0}));
    }

    void keepsConnections()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one"))}});
        HttpClient client(m_loop);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(read(client, post(server.url())).body, "one"_ba);
        QCOMPARE(server.connectionsMade(), 1);
        QCOMPARE(client.keptConnections(), 1);
    }

    void closesWhatIsIdleTooLong()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one"))}});
        HttpClient client(m_loop, {}, {.idleTime = Millis(50)});
        read(client, post(server.url()));
        QVERIFY(runUntil([&] { return client.keptConnections() == 0 && server.openConnections() == 0; }));
    }

    void keepsNoMoreThanItMay()
    {
        ScriptedServer server({{awaitOthers(3), send(wholeResponse(200, "text/plain", "one"))}});
        HttpClient client(m_loop, {}, {.idlePerOrigin = 1});
        std::array<Reading, 3> readings;
        for (Reading& reading : readings)
            reading.exchange = client.open(post(server.url()), reading);
        QVERIFY(runUntil([&] { return readings[0].isOver && readings[1].isOver && readings[2].isOver; }));
        for (Reading& reading : readings)
            reading.exchange.reset();
        QCOMPARE(client.keptConnections(), 1);
    }

    void noticesThatAKeptConnectionWasClosed()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one")), closeConnection()}});
        HttpClient client(m_loop);
        read(client, post(server.url()));
        QVERIFY(runUntil([&] { return client.keptConnections() == 0; }));
    }

    void aKeptConnectionThatIsClosedTakesNoRequest()
    {
        // given: a kept connection that the server has closed, of which the client could not hear yet
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one")), awaitRelease(), closeConnection()},
            {send(wholeResponse(200, "text/plain", "two"))}});
        HttpClient client(m_loop);
        read(client, post(server.url()));
        QCOMPARE(client.keptConnections(), 1);
        server.release();
        QTRY_COMPARE(server.openConnections(), 0);

        const Reading second = read(client, post(server.url()));

        QCOMPARE(second.body, "two"_ba);
        QCOMPARE(server.connectionsMade(), 2);
        QCOMPARE(server.requestCount(), 2);
    }

    void aRequestIsNeverSentTwice_data()
    {
        QTest::addColumn<Script>("death");
        QTest::newRow("closed") << Script {closeConnection()};
        QTest::newRow("reset") << Script {resetConnection()};
    }
    void aRequestIsNeverSentTwice()
    {
        // given: a server that reads the whole request on a kept connection, and may have acted on it, before it breaks
        QFETCH(Script, death);
        ScriptedServer server(
            {{send(wholeResponse(200, "text/plain", "one"))}, death, {send(wholeResponse(200, "text/plain", "two"))}});
        HttpClient client(m_loop);
        read(client, post(server.url()));

        const Reading second = read(client, post(server.url()));

        QCOMPARE(second.error ? second.error->kind : ErrorKind::Cancelled, ErrorKind::Network);
        QCOMPARE(server.requestCount(), 2);
    }

    void whoDoesNotReadStopsTheServer()
    {
        ScriptedServer server({{send(chunkedHead()), send(chunk(QByteArray(16 * 1024, 'x')), 4096)}});
        HttpClient client(m_loop);
        Reading reading;
        reading.readsOn = false;
        reading.exchange = client.open(post(server.url()), reading);
        QVERIFY(runUntil([&] { return reading.head.has_value(); }));
        QVERIFY(server.waitUntilBlocked(Millis(300)));
        QVERIFY2(server.bytesSent() < 4 * 1024 * 1024, qPrintable(QString::number(server.bytesSent())));
    }

    void destroyingItClosesTheConnectionAtOnce()
    {
        ScriptedServer server({{send(chunkedHead()), send(chunk("hello")), hold()}});
        HttpClient client(m_loop);
        Reading reading;
        reading.exchange = client.open(post(server.url()), reading);
        QVERIFY(runUntil([&] { return !reading.body.isEmpty(); }));
        reading.exchange.reset();
        // At once: the loop does not run any more. Only the server may take its time to notice.
        QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, 15000);
        QCOMPARE(client.keptConnections(), 0);
    }

    void finishKeepsTheConnectionOfAnAnswerThatNobodyReadsOn()
    {
        ScriptedServer server({{send(chunkedHead()), send(chunk("hello")), awaitRelease(), send(lastChunk())}});
        HttpClient client(m_loop);
        Reading reading;
        reading.exchange = client.open(post(server.url()), reading);
        QVERIFY(runUntil([&] { return !reading.body.isEmpty(); }));
        client.finish(std::move(reading.exchange));
        server.release();
        QVERIFY(runUntil([&] { return client.keptConnections() == 1; }));
    }

    void aSilentServerTimesOut_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("no head") << Script {hold()};
        QTest::newRow("no body") << Script {send(chunkedHead()), hold()};
        QTest::newRow("in the body") << Script {send(chunkedHead()), send(chunk("hello")), hold()};
    }
    void aSilentServerTimesOut()
    {
        QFETCH(Script, script);
        ScriptedServer server({script});
        HttpClient client(m_loop);
        const Reading reading = read(client, post(server.url()), {.firstByte = Millis(60), .silence = Millis(60)});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->kind, ErrorKind::Timeout);
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void aServerThatIsNotThereIsANetworkError()
    {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        const quint16 port = closed.serverPort();
        closed.close();
        HttpClient client(m_loop);
        for (const QString& host : {u"127.0.0.1"_s, u"localhost"_s}) {
            const Reading reading = read(client, post(QUrl(u"http://%1:%2/"_s.arg(host).arg(port))));
            QCOMPARE(reading.error->kind, ErrorKind::Network);
            QVERIFY(reading.error->message.contains(u"refused"_s));
        }
        QCOMPARE(read(client, post(QUrl(u"http://no-such-host.invalid/"_s))).error->kind, ErrorKind::Network);
    }

    void localhostIsFoundWithoutAsking()
    {
        QCOMPARE(HostResolver::known("localhost").size(), std::size_t(2));
        QCOMPARE(HostResolver::known("127.0.0.1").size(), std::size_t(1));
        QCOMPARE(HostResolver::known("::1").size(), std::size_t(1));
        QVERIFY(HostResolver::known("example.org").empty());
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "one"))}});
        HttpClient client(m_loop);
        QCOMPARE(read(client, post(QUrl(u"http://localhost:%1/"_s.arg(server.port())))).body, "one"_ba);
    }

    void aSecureServerIsVerified()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "secret"))}}, ScriptedServer::Security::SelfSignedTls);
        const QString ca = QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt");
        const QUrl byName(u"https://localhost:%1/"_s.arg(server.port()));

        HttpClient strangers(m_loop, TlsContext::create().value());
        const Reading refused = read(strangers, post(byName));
        QCOMPARE(refused.error->kind, ErrorKind::Tls);
        QVERIFY2(refused.error->message.contains(u"self-signed"_s), qPrintable(refused.error->message));

        HttpClient friends(m_loop, TlsContext::create(ca).value());
        for (int i = 0; i < 3; ++i) {
            const Reading taken = read(friends, post(byName));
            QVERIFY2(!taken.error, taken.error ? qPrintable(taken.error->message) : "");
            QCOMPARE(taken.body, "secret"_ba);
        }
        QCOMPARE(friends.keptConnections(), 1);
    }

    void aCertificateForAnotherNameIsRefused()
    {
        ScriptedServer server({{send(wholeResponse(200, "text/plain", "secret"))}}, ScriptedServer::Security::SelfSignedTls);
        HttpClient client(m_loop, TlsContext::create(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt")).value());
        const Reading reading = read(client, post(QUrl(u"https://other.localhost:%1/"_s.arg(server.port()))));
        QCOMPARE(reading.error->kind, ErrorKind::Tls);
        QVERIFY2(reading.error->message.contains(u"mismatch"_s), qPrintable(reading.error->message));
    }

    void aLargeSecureAnswerComesWhole()
    {
        const QByteArray piece = chunk(QByteArray(16 * 1024, 'x'));
        ScriptedServer server(
            {{send(chunkedHead()), send(piece, 1000), send(lastChunk())}}, ScriptedServer::Security::SelfSignedTls);
        HttpClient client(m_loop, TlsContext::create(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt")).value());
        Reading reading;
        reading.readsOn = false;
        reading.exchange = client.open(post(QUrl(u"https://localhost:%1/"_s.arg(server.port()))), reading);
        QVERIFY(runUntil([&] { return reading.head.has_value(); }));
        reading.bodyReadable(); // later than it came
        QVERIFY(runUntil([&] { return reading.isOver; }));
        QVERIFY(!reading.error);
        QCOMPARE(reading.body.size(), qsizetype(1000 * 16 * 1024));
    }

    void aFileWithoutCertificatesIsRefused()
    {
        QTemporaryDir directory;
        QFile file(directory.filePath(u"empty.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nothing\n");
        file.close();
        QCOMPARE(TlsContext::create(file.fileName()).error().kind, ErrorKind::Tls);
        QCOMPARE(TlsContext::create(directory.filePath(u"missing.pem"_s)).error().kind, ErrorKind::Tls);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
