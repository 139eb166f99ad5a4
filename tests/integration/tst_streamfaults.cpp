#include "tests/support/gzip.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QDateTime>
#include <QLocale>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const HttpHeaders Gzip {{"Content-Encoding", "gzip"}};
const QByteArray Some = openAiText("Some ") + openAiText("text");
const QByteArray Whole = Some + openAiFinish() + OpenAiDone;

Script chunked(const QByteArray& body)
{
    return {send(chunkedHead() + chunk(body) + lastChunk())};
}

/// Cuts \a bytes off the end.
QByteArray chopped(const QByteArray& whole, qsizetype bytes)
{
    return whole.first(whole.size() - bytes);
}

}

/// What goes wrong between a server and us: each gives its own kind of error, in one sentence, and keeps the text that came.
class TestStreamFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFaultHasItsErrorAndKeepsTheText_data();
    void everyFaultHasItsErrorAndKeepsTheText();
    void answersThatLookOddAreComplete_data();
    void answersThatLookOddAreComplete();
    void anAddressThatCannotBeAskedIsRefused_data();
    void anAddressThatCannotBeAskedIsRefused();
    void aRefusedConnectionIsANetworkError();
    void anUnknownHostIsANetworkError();
    void aSelfSignedCertificateIsATlsError();
    void aCertificateThatIsTrustedIsAccepted();
    void tlsToAPlainServerIsATlsError();
    void tlsToASilentServerTimesOut();
    void aServerThatIsSilentTimesOut();
    void aServerThatIsSilentBehindItsHeadTimesOut();
    void aRetryAfterDateNeedsNoDateOfTheServer();
    void aPauseSurvivesManyOtherEndpoints();
    void aServerThatStallsIsShownAndTimesOut();
    void pingsKeepAStreamAlive();
    void aRateLimitCarriesItsRetryAfter();
    void aHugeLineOverflowsInsteadOfEatingMemory();
    void aRedirectToAnotherHostIsNotFollowed();
    void aRedirectWithinTheOriginIsFollowed();
    void anUnknownProviderEndsTheStream();
    void anUnknownStrategyEndsTheStream();
};

void TestStreamFaults::everyFaultHasItsErrorAndKeepsTheText_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");

    const auto row = [](const char* name, const Script& script, ErrorKind kind, int status, const QString& text) {
        QTest::newRow(name) << script << static_cast<int>(kind) << status << text;
    };
    const QString some = u"Some text"_s;
    row("wrong key", {send(wholeResponse(401, "application/json", R"({"error":{"message":"Bad key"}})"))}, ErrorKind::Auth, 401,
        {});
    row("unknown model", {send(wholeResponse(404, "application/json", R"({"error":{"message":"No such model"}})"))},
        ErrorKind::Protocol, 404, {});
    row("server error", {send(wholeResponse(500, "text/plain", "boom"))}, ErrorKind::Server, 500, {});
    row("overloaded", {send(wholeResponse(529, "application/json", "{}"))}, ErrorKind::Server, 529, {});
    row("compressed error text", {send(wholeResponse(403, "application/json", gzip(R"({"error":{"message":"No"}})"), Gzip))},
        ErrorKind::Auth, 403, {});
    row("web page instead of a stream", {send(wholeResponse(200, "text/html", "<html>data: x</html>"))}, ErrorKind::Protocol, 200,
        {});
    row("web page without a type", {send(wholeResponse(200, "", "<!doctype html>"))}, ErrorKind::Protocol, 0, {});
    row("no content", {send(responseHead(204, ""))}, ErrorKind::Protocol, 204, {});
    row("empty body", {send(wholeResponse(200, "", ""))}, ErrorKind::Protocol, 0, {});
    row("empty stream", {send(wholeResponse(200, "text/event-stream", ""))}, ErrorKind::Network, 0, {});
    row("coding nobody asked for", {send(chunkedHead(200, "text/event-stream", {{"Content-Encoding", "br"}}) + lastChunk())},
        ErrorKind::Protocol, 200, {});
    row("orderly end in mid-answer", chunked(Some), ErrorKind::Network, 0, some);
    row("FIN in mid-answer", {send(chunkedHead() + chunk(Some)), closeConnection()}, ErrorKind::Network, 0, some);
    row("RST in mid-answer", {send(chunkedHead() + chunk(Some)), awaitRelease(), resetConnection()}, ErrorKind::Network, 0, some);
    row("body until close, cut", {send(responseHead(200, "text/event-stream") + Some), closeConnection()}, ErrorKind::Network, 0,
        some);
    row("short Content-Length",
        {send(responseHead(200, "text/event-stream", {{"Content-Length", "100000"}}) + Some), closeConnection()},
        ErrorKind::Network, 0, some);
    row("malformed chunk size", {send(chunkedHead() + chunk(Some) + "zz\r\nnonsense\r\n"), hold()}, ErrorKind::Network, 0, some);
    row("end mark without a finish", chunked(Some + OpenAiDone), ErrorKind::Protocol, 0, some);
    row("malformed JSON", chunked(Some + "data: {\"choices\":[\n\n"), ErrorKind::Protocol, 0, some);
    row("error event in mid-answer", chunked(Some + "data: {\"error\":{\"message\":\"overloaded\",\"code\":529}}\n\n"),
        ErrorKind::Server, 529, some);
    row("truncated gzip", {send(chunkedHead(200, "text/event-stream", Gzip) + chunk(chopped(gzip(Some), 8)) + lastChunk())},
        ErrorKind::Protocol, 0, some);
    row("corrupt gzip", {send(chunkedHead(200, "text/event-stream", Gzip) + chunk(gzip(Some) + "garbage") + lastChunk())},
        ErrorKind::Protocol, 0, some);
    row("plain text said to be gzip", {send(chunkedHead(200, "text/event-stream", Gzip) + chunk(Some) + lastChunk())},
        ErrorKind::Protocol, 0, {});
    row("JSON error with status 200", {send(wholeResponse(200, "application/json", R"({"error":{"message":"Bad","code":401}})"))},
        ErrorKind::Auth, 401, {});
    row("broken JSON answer", {send(wholeResponse(200, "application/json", R"({"choices":[)"))}, ErrorKind::Protocol, 0, {});
    row("not HTTP at all", {send("SSH-2.0-OpenSSH_9.2\r\n"), closeConnection()}, ErrorKind::Network, 0, {});
    row("closed without an answer", {closeConnection()}, ErrorKind::Network, 0, {});
}

void TestStreamFaults::everyFaultHasItsErrorAndKeepsTheText()
{
    QFETCH(Script, script);
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(QString, text);
    ScriptedServer server({script});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));
    if (text.size() > 0)
        QTRY_COMPARE(probe.text, text);
    server.release();

    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.error());
    QCOMPARE(errorKindName(probe.error()->kind), errorKindName(static_cast<ErrorKind>(kind)));
    QCOMPARE(probe.error()->httpStatus, status);
    QCOMPARE(probe.text, text);
    QVERIFY(probe.error()->message.size() > 10);
    QVERIFY2(!probe.error()->message.contains(u'\n'), qPrintable(probe.error()->message));
    QCOMPARE(probe.states().last(), StreamState::Failed);
    QCOMPARE(probe.brokenRules, QStringList());
}

void TestStreamFaults::answersThatLookOddAreComplete_data()
{
    QTest::addColumn<Script>("script");
    const QByteArray json = R"({"choices":[{"index":0,"message":{"content":"Some text"},"finish_reason":"stop"}]})";

    QTest::newRow("ordinary") << chunked(Whole);
    QTest::newRow("byte order mark first") << chunked("\xEF\xBB\xBF" + Whole);
    QTest::newRow("no content type") << Script {send(chunkedHead(200, "") + chunk(Whole) + lastChunk())};
    QTest::newRow("text/plain") << Script {send(chunkedHead(200, "text/plain; charset=utf-8") + chunk(Whole) + lastChunk())};
    QTest::newRow("stream sent as JSON") << Script {send(chunkedHead(200, "application/json") + chunk(Whole) + lastChunk())};
    QTest::newRow("JSON instead of a stream") << Script {send(wholeResponse(200, "application/json", json))};
    QTest::newRow("JSON said to be a stream") << Script {send(wholeResponse(200, "text/event-stream", json))};
    QTest::newRow("JSON without a type") << Script {send(wholeResponse(200, "", "\n " + json))};
    QTest::newRow("compressed JSON") << Script {send(wholeResponse(200, "application/json", gzip(json), Gzip))};
    QTest::newRow("Content-Length") << Script {send(wholeResponse(200, "text/event-stream", Whole))};
    QTest::newRow("until close") << Script {send(responseHead(200, "text/event-stream") + Whole), closeConnection()};
    QTest::newRow("no end mark, then close") << Script {send(chunkedHead() + chunk(Some + openAiFinish())), closeConnection()};
    QTest::newRow("no end mark, silent socket") << Script {send(chunkedHead() + chunk(Some + openAiFinish())), hold()};
    QTest::newRow("end mark, silent socket") << Script {send(chunkedHead() + chunk(Whole)), hold()};
    QTest::newRow("reset after the finish") << Script {
        send(chunkedHead() + chunk(Some + openAiFinish())), awaitRelease(), resetConnection()};
    QTest::newRow("more after the end") << Script {
        send(chunkedHead() + chunk(Whole) + chunk(openAiText("never shown") + "garbage\n\n") + lastChunk())};
    QTest::newRow("firehose after the end") << Script {
        send(chunkedHead() + chunk(Whole)), send(chunk(QByteArray(65536, 'x')), 10000)};
    QTest::newRow("gzip in one piece") << Script {
        send(chunkedHead(200, "text/event-stream", Gzip) + chunk(gzip(Whole)) + lastChunk())};
    QTest::newRow("one gzip member per event")
        << Script {send(chunkedHead(200, "text/event-stream", Gzip) + chunk(gzip(openAiText("Some ")))
               + chunk(gzip(openAiText("text"))) + chunk(gzip(openAiFinish() + OpenAiDone)) + lastChunk())};
    QTest::newRow("gzip cut behind the finish")
        << Script {send(chunkedHead(200, "text/event-stream", Gzip) + chunk(chopped(gzip(Whole), 8)) + lastChunk())};
    QTest::newRow("gzip damaged behind the finish") << Script {
        send(chunkedHead(200, "text/event-stream", Gzip) + chunk(gzip(Some + openAiFinish()) + "damage") + lastChunk())};
}

void TestStreamFaults::answersThatLookOddAreComplete()
{
    QFETCH(Script, script);
    ScriptedServer server({script});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));
    QTRY_COMPARE(probe.text, u"Some text"_s);
    server.release();

    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.ends.front().finishReason, u"stop"_s);
    QCOMPARE(probe.text, u"Some text"_s);
    QCOMPARE(probe.states().last(), StreamState::Finished);
    QCOMPARE(probe.brokenRules, QStringList());
}

void TestStreamFaults::anAddressThatCannotBeAskedIsRefused_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("empty") << QUrl();
    QTest::newRow("relative") << QUrl(u"v1"_s);
    QTest::newRow("file") << QUrl(u"file:///etc/passwd"_s);
    QTest::newRow("data") << QUrl(u"data:text/event-stream,data:x"_s);
    QTest::newRow("ftp") << QUrl(u"ftp://127.0.0.1/v1"_s);
    QTest::newRow("no host") << QUrl(u"http:///v1"_s);
}

void TestStreamFaults::anAddressThatCannotBeAskedIsRefused()
{
    QFETCH(QUrl, url);
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(url)));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Protocol);
}

void TestStreamFaults::aRefusedConnectionIsANetworkError()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QUrl url(u"http://127.0.0.1:%1/v1"_s.arg(closed.serverPort()));
    closed.close();
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(url)));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QVERIFY(probe.error()->message.contains("refused"_L1));
}

void TestStreamFaults::anUnknownHostIsANetworkError()
{
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(QUrl(u"http://no-such-host.invalid/v1"_s))));

    QVERIFY(probe.waitForEnd(30000));
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
}

void TestStreamFaults::aSelfSignedCertificateIsATlsError()
{
    ScriptedServer server({chunked(Whole)}, ScriptedServer::Security::SelfSignedTls);
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Tls);
    QCOMPARE(server.requestCount(), 0);
}

void TestStreamFaults::aCertificateThatIsTrustedIsAccepted()
{
    ScriptedServer server({chunked(Whole)}, ScriptedServer::Security::SelfSignedTls);
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    QFile certificate(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt"));
    QVERIFY(certificate.open(QIODevice::ReadOnly));
    request.transport.caCertificatesPem = certificate.readAll();

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.text, u"Some text"_s);
}

void TestStreamFaults::tlsToAPlainServerIsATlsError()
{
    QTcpServer plain; // answers a TLS greeting as a plain HTTP server does
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, this, [&plain] {
        QTcpSocket* socket = plain.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->write(wholeResponse(400, "text/plain", "plain HTTP here"));
            socket->disconnectFromHost();
        });
    });
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(QUrl(u"https://127.0.0.1:%1/v1"_s.arg(plain.serverPort())))));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Tls);
}

void TestStreamFaults::tlsToASilentServerTimesOut()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ChatEngine engine;
    StreamRequest request = askAt(QUrl(u"https://127.0.0.1:%1/v1"_s.arg(silent.serverPort())));
    request.timeouts.connect = Millis(100);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Timeout);
}

void TestStreamFaults::aServerThatIsSilentTimesOut()
{
    ScriptedServer server({{hold()}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.timeouts.firstByte = Millis(100);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Timeout);
    QCOMPARE(probe.states(), QList({StreamState::Connecting, StreamState::Waiting, StreamState::Failed}));
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestStreamFaults::aServerThatIsSilentBehindItsHeadTimesOut()
{
    ScriptedServer server({{send(chunkedHead()), hold()}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.timeouts.silence = Millis(100);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Timeout);
    QCOMPARE(probe.states(), QList({StreamState::Connecting, StreamState::Waiting, StreamState::Failed}));
}

void TestStreamFaults::aRetryAfterDateNeedsNoDateOfTheServer()
{
    const QDateTime later = QDateTime::currentDateTimeUtc().addSecs(600);
    const QByteArray date = QLocale::c().toString(later, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
    ScriptedServer server({{send(wholeResponse(503, "application/json", "{}", {{"Retry-After", date}}))}});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.error()->retryAfter);
    QVERIFY(*probe.error()->retryAfter > std::chrono::seconds(500));
    QVERIFY(*probe.error()->retryAfter <= std::chrono::seconds(600));
}

void TestStreamFaults::aPauseSurvivesManyOtherEndpoints()
{
    ScriptedServer server({{send(wholeResponse(503, "application/json", "{}", {{"Retry-After", "1"}}))}, chunked(Whole)});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.retry.maxAttempts = 1;
    StreamProbe probe(engine.start(request));
    QTRY_VERIFY(probe.states().contains(StreamState::Reconnecting));

    // More connections than are kept for later: those that nobody uses go.
    int answered = 0;
    for (int i = 0; i < 40; ++i) {
        Endpoint other = askAt(QUrl(u"http://127.0.0.1:1/v1"_s)).endpoint;
        other.id = QString::number(i);
        engine.fetchModels(other, QByteArray::number(i), this, [&](const Result<EndpointProbe>&) { ++answered; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(answered, 40, 30000);
    engine.fetchModels(
        askAt(QUrl(u"http://127.0.0.1:1/v2"_s)).endpoint, "k", this, [&](const Result<EndpointProbe>&) { ++answered; });
    QTRY_COMPARE_WITH_TIMEOUT(answered, 41, 30000);

    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
}

void TestStreamFaults::aServerThatStallsIsShownAndTimesOut()
{
    ScriptedServer server({{send(chunkedHead() + chunk(Some)), hold()}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.timeouts.stalledAfter = Millis(50);
    request.timeouts.silence = Millis(2000); // far behind the other: when both are due at once, this one is first

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Timeout);
    QCOMPARE(probe.text, u"Some text"_s);
    QCOMPARE(probe.states(),
        QList(
            {StreamState::Connecting, StreamState::Waiting, StreamState::Streaming, StreamState::Stalled, StreamState::Failed}));
}

void TestStreamFaults::pingsKeepAStreamAlive()
{
    // The comments below come one at a time, each released well within the limit; together they take longer than it.
    Script script {send(chunkedHead() + chunk(Some))};
    for (int i = 0; i < 6; ++i) {
        script.push_back(awaitRelease());
        script.push_back(send(chunk(": keep-alive\n\n")));
    }
    script.push_back(send(chunk(openAiFinish() + OpenAiDone) + lastChunk()));
    ScriptedServer server({script});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.timeouts.silence = Millis(4000);
    QTimer ticks;
    connect(&ticks, &QTimer::timeout, this, [&server] { server.release(); });
    ticks.start(800);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd(30000));
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
}

void TestStreamFaults::aRateLimitCarriesItsRetryAfter()
{
    ScriptedServer server({{send(wholeResponse(429, "application/json", "{}", {{"Retry-After", "7"}}))}});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::RateLimit);
    QCOMPARE(probe.error()->httpStatus, 429);
    QCOMPARE(probe.error()->retryAfter, std::optional(Millis(7000)));
}

void TestStreamFaults::aHugeLineOverflowsInsteadOfEatingMemory()
{
    ScriptedServer server(
        {{send(chunkedHead() + chunk(Some)), send(chunk("data: ")), send(chunk(QByteArray(65536, 'x')), 1600)}});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd(30000));
    QCOMPARE(probe.error()->kind, ErrorKind::Overflow);
    QCOMPARE(probe.text, u"Some text"_s);
    QVERIFY(probe.handle->figures().wireBytes < 10 * 1024 * 1024);
}

void TestStreamFaults::aRedirectToAnotherHostIsNotFollowed()
{
    ScriptedServer other({chunked(Whole)});
    const QByteArray target = other.url(u"/v1/chat/completions"_s).toEncoded();
    ScriptedServer server({{send(wholeResponse(307, "", "", {{"Location", target}}))}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.key = "secret";

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Protocol);
    QCOMPARE(other.connectionsMade(), 0);
}

void TestStreamFaults::aRedirectWithinTheOriginIsFollowed()
{
    ScriptedServer server({{send(wholeResponse(308, "", "", {{"Location", "/v2/chat/completions"}}))}, chunked(Whole)});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
    QCOMPARE(server.requests().at(1).method, "POST"_ba);
    QCOMPARE(server.requests().at(1).target, "/v2/chat/completions"_ba);
    QCOMPARE(server.requests().at(1).body, server.requests().at(0).body);
}

void TestStreamFaults::anUnknownProviderEndsTheStream()
{
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(QUrl(u"http://127.0.0.1:1"_s), u"nobody"_s)));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Protocol);
}

void TestStreamFaults::anUnknownStrategyEndsTheStream()
{
    ChatEngine engine;
    StreamRequest request = askAt(QUrl(u"http://127.0.0.1:1"_s));
    request.strategy.name = u"nothing"_s;

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Protocol);
}

QTEST_GUILESS_MAIN(TestStreamFaults)
#include "tst_streamfaults.moc"
