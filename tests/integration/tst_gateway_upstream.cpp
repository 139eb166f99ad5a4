#include "tests/support/fastest.h"
#include "tests/support/gzip.h"
#include "tests/support/upstreamfixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Answer = openAiText("Hel") + openAiText("lo") + openAiFinish()
    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n" + OpenAiDone;

QByteArray lastOf(const RawResponse& response)
{
    return response.events().isEmpty() ? QByteArray() : response.events().last().type;
}

QJsonObject lastJson(const RawResponse& response)
{
    return response.events().isEmpty() ? QJsonObject() : jsonOf(response.events().last().data);
}

}

/// The /chat… routes in front of a server, good ones and bad ones.
class TestGatewayUpstream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsAProviderDoes()
    {
        GatewayOptions options;
        UpstreamFixture first(answerOf(Answer));
        options.upstream = UpstreamFixture::namedModel(first.server.url(u"/v1?api-version=1"_s));
        options.upstream->key = "secret";
        GatewayServer gateway(options);
        const quint16 port = gateway.start().value();
        const RawResponse response = exchange(port, "POST", "/chat", "{\"message\":\"hi \\\"there\\\"\"}",
            {"Authorization: Bearer client", "Cookie: a=b", "Origin: http://127.0.0.1:" + QByteArray::number(port)});
        QCOMPARE(response.status, 200);
        QCOMPARE(response.text(), "Hello"_ba);
        QCOMPARE(lastJson(response)["finish_reason"_L1].toString(), u"stop"_s);
        QCOMPARE(lastJson(response)["usage"_L1]["completion_tokens"_L1].toInt(), 2);

        const ReceivedRequest asked = first.server.requests().back();
        QCOMPARE(asked.target, "/v1/chat/completions?api-version=1"_ba);
        QCOMPARE(headerValue(asked.headers, "Authorization"), "Bearer secret"_ba);
        QCOMPARE(headerValue(asked.headers, "Cookie"), ""_ba);
        QCOMPARE(headerValue(asked.headers, "Origin"), ""_ba);
        const QJsonObject body = jsonOf(asked.body);
        QCOMPARE(body["model"_L1].toString(), u"m"_s);
        QVERIFY(body["stream"_L1].toBool());
        QVERIFY(body["stream_options"_L1]["include_usage"_L1].toBool());
        QCOMPARE(body["messages"_L1][0]["content"_L1].toString(), u"hi \"there\""_s);
    }

    void takesTheFirstModelOfTheListAndAsksForItOnce()
    {
        std::atomic<int> lists = 0;
        GatewayOptions options;
        ScriptedServer server([&lists](const ReceivedRequest& request) {
            if (request.method == "POST")
                return answerOf(Answer);
            return ++lists == 1
                ? Script {send(wholeResponse(503, "text/plain", "loading"))}
                : Script {send(wholeResponse(200, "application/json", R"({"data":[{"id":"one"},{"id":"two"}]})"))};
        });
        options.upstream.emplace().baseUrl = server.url();
        GatewayServer gateway(options);
        const quint16 port = gateway.start().value();
        QCOMPARE(server.requestCount(), 0);
        QCOMPARE(exchange(port, "POST", "/chat?message=hi").status, 503); // and is tried again
        for (int i = 0; i < 3; ++i)
            QCOMPARE(exchange(port, "POST", "/chat?message=hi").text(), "Hello"_ba);
        QCOMPARE(lists, 2);
        QCOMPARE(jsonOf(server.requests().back().body)["model"_L1].toString(), u"one"_s);
    }

    void aServerWithoutAListIsAskedWithoutAModel()
    {
        ScriptedServer server([](const ReceivedRequest& request) {
            return request.method == "POST" ? answerOf(Answer) : Script {send(wholeResponse(404, "text/plain", "no such route"))};
        });
        GatewayOptions options;
        options.upstream.emplace().baseUrl = server.url();
        GatewayServer gateway(options);
        const quint16 port = gateway.start().value();
        for (int i = 0; i < 2; ++i)
            QCOMPARE(exchange(port, "POST", "/chat?message=hi").text(), "Hello"_ba);
        QCOMPARE(server.requestCount(), 3);
        QVERIFY(!jsonOf(server.requests().back().body).contains("model"_L1));
    }

    void keepsConnectionsToTheUpstream()
    {
        UpstreamFixture f(answerOf(Answer));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(f.chat().text(), "Hello"_ba);
        QTRY_VERIFY(f.server.openConnections() == 1);
        QCOMPARE(f.server.connectionsMade(), 1);
    }

    void aRequestThatTheServerReadIsNotSentAgain()
    {
        const auto reads = std::make_shared<std::atomic<int>>(0);
        UpstreamFixture f(
            [reads](const ReceivedRequest&) { return ++*reads == 1 ? answerOf(Answer) : Script {resetConnection()}; });
        QCOMPARE(f.chat().text(), "Hello"_ba);
        QTRY_COMPARE(f.server.openConnections(), 1);
        const RawResponse second = f.chat(); // over the kept connection
        QCOMPARE(second.status, 502);
        QCOMPARE(jsonOf(second.body)["kind"_L1].toString(), u"network"_s);
        QCOMPARE(f.server.connectionsMade(), 1);
        QCOMPARE(f.server.requestCount(), 2);
    }

    void aRefusalKeepsItsStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("kind");
        QTest::newRow("400") << 400 << u"protocol"_s;
        QTest::newRow("401") << 401 << u"auth"_s;
        QTest::newRow("402") << 402 << u"protocol"_s;
        QTest::newRow("403") << 403 << u"auth"_s;
        QTest::newRow("404") << 404 << u"protocol"_s;
        QTest::newRow("408") << 408 << u""_s;
        QTest::newRow("413") << 413 << u"protocol"_s;
        QTest::newRow("422") << 422 << u"protocol"_s;
        QTest::newRow("429") << 429 << u"rate_limit"_s;
        QTest::newRow("500") << 500 << u"server"_s;
        QTest::newRow("502") << 502 << u"server"_s;
        QTest::newRow("503") << 503 << u"server"_s;
        QTest::newRow("504") << 504 << u""_s;
        QTest::newRow("529") << 529 << u"server"_s;
    }
    void aRefusalKeepsItsStatus()
    {
        QFETCH(int, status);
        QFETCH(QString, kind);
        UpstreamFixture f({send(wholeResponse(status, "application/json",
            R"({"error":{"message":"Words of the server","type":"x","code":null}})", {{"Retry-After", "7"}}))});
        const RawResponse response = f.chat();
        QCOMPARE(response.status, status);
        QCOMPARE(response.header("Content-Type"), "application/json"_ba);
        QCOMPARE(response.header("Retry-After"), "7"_ba);
        QVERIFY(jsonOf(response.body)["detail"_L1].toString().contains(u"Words of the server"_s));
        if (!kind.isEmpty())
            QCOMPARE(jsonOf(response.body)["kind"_L1].toString(), kind);
        QCOMPARE(f.server.requestCount(), 1); // never tried again
    }

    void aRefusalWithoutItsWordsDoesNotWaitForThem()
    {
        UpstreamFixture f({send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\n"), hold()});
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(f.chat().status, 401);
        QVERIFY(timer.elapsed() < 10000); // a server may be silent for a minute
    }

    void noServerIs502()
    {
        GatewayOptions options;
        {
            ScriptedServer gone({{hold()}});
            options.upstream = UpstreamFixture::namedModel(gone.url());
        }
        GatewayServer gateway(options);
        const RawResponse response = exchange(gateway.start().value(), "POST", "/chat?message=hi");
        QCOMPARE(response.status, 502);
        QCOMPARE(jsonOf(response.body)["kind"_L1].toString(), u"network"_s);
    }

    void whatIsNoAnswerIs502_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("kind");
        QTest::newRow("closes") << Script {closeConnection()} << u"network"_s;
        QTest::newRow("HTML") << Script {send(wholeResponse(200, "text/html", "<html>Welcome</html>"))} << u"protocol"_s;
        QTest::newRow("no HTTP") << Script {send("garbage garbage\r\n\r\n"), closeConnection()} << u"protocol"_s;
        QTest::newRow("no content") << Script {send("HTTP/1.1 204 No Content\r\n\r\n")} << u"protocol"_s;
        QTest::newRow("redirect elsewhere") << Script {send(
            wholeResponse(302, "text/plain", "", {{"Location", "http://example.org/"}}))}
                                            << u"protocol"_s;
        QTest::newRow("unknown coding") << Script {send(
            wholeResponse(200, "text/event-stream", "x", {{"Content-Encoding", "br"}}))}
                                        << u"protocol"_s;
    }
    void whatIsNoAnswerIs502()
    {
        QFETCH(Script, script);
        QFETCH(QString, kind);
        UpstreamFixture f(script);
        const RawResponse response = f.chat();
        QCOMPARE(response.status, 502);
        QCOMPARE(jsonOf(response.body)["kind"_L1].toString(), kind);
        QVERIFY(!response.body.contains("<html>"));
    }

    void anAnswerThatBreaksEndsWithOneError_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("kind");
        const QByteArray begun = chunkedHead() + chunk(openAiText("Hel")) + chunk(openAiText("lo"));
        QTest::newRow("cut") << Script {send(begun), closeConnection()} << u"network"_s;
        QTest::newRow("reset") << Script {send(begun), awaitRelease(), resetConnection()} << u"network"_s;
        QTest::newRow("ends without a finish") << Script {send(begun + lastChunk())} << u"network"_s;
        QTest::newRow("end mark without a finish") << Script {send(begun + chunk(OpenAiDone) + lastChunk())} << u"protocol"_s;
        QTest::newRow("close-delimited") << Script {
            send(responseHead(200, "text/event-stream") + openAiText("Hel") + openAiText("lo")),
            closeConnection()} << u"network"_s;
        QTest::newRow("error object") << Script {send(
            begun + chunk("data: {\"error\":{\"message\":\"Out of memory\",\"code\":500}}\n\n"))}
                                      << u"server"_s;
        QTest::newRow("bad JSON") << Script {send(begun + chunk("data: {\"choices\":[{]}\n\n"))} << u"protocol"_s;
        QTest::newRow("bad chunk") << Script {send(begun + "zz\r\nhello")} << u"protocol"_s;
    }
    void anAnswerThatBreaksEndsWithOneError()
    {
        QFETCH(Script, script);
        QFETCH(QString, kind);
        UpstreamFixture f(script);
        f.server.release();
        const RawResponse response = f.chat();
        QCOMPARE(response.status, 200);
        QVERIFY(response.isComplete);
        QCOMPARE(response.text(), "Hello"_ba); // what came is kept
        QCOMPARE(lastOf(response), "error"_ba);
        QCOMPARE(lastJson(response)["kind"_L1].toString(), kind);
        QCOMPARE(response.body.count("event: error"), 1);
        QCOMPARE(f.server.requestCount(), 1);
    }

    void takesEveryFormOfAnAnswer_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("one byte a chunk") << [] {
            Script script {send(chunkedHead())};
            for (const char c : Answer)
                script.push_back(send(chunk(QByteArray(1, c))));
            script.push_back(send(lastChunk()));
            return script;
        }();
        QTest::newRow("gzip") << Script {
            send(wholeResponse(200, "text/event-stream", gzip(Answer), {{"Content-Encoding", "gzip"}}))};
        QTest::newRow("close-delimited") << Script {send(responseHead(200, "text/event-stream") + Answer), closeConnection()};
        QTest::newRow("without an end mark")
            << Script {send(chunkedHead() + chunk(openAiText("Hello") + openAiFinish()) + lastChunk())};
        QTest::newRow("breaks behind its finish")
            << Script {send(chunkedHead() + chunk(openAiText("Hello") + openAiFinish())), closeConnection()};
        QTest::newRow("silent behind its finish")
            << Script {send(chunkedHead() + chunk(openAiText("Hello") + openAiFinish())), hold()};
        QTest::newRow("open behind its end mark") << Script {send(chunkedHead() + chunk(Answer)), hold()};
        QTest::newRow("CRLF") << answerOf(QByteArray(Answer).replace("\n", "\r\n"));
        QTest::newRow("plain JSON") << Script {send(wholeResponse(200, "application/json",
            R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]})"))};
        QTest::newRow("text/plain") << Script {send(chunkedHead(200, "text/plain") + chunk(Answer) + lastChunk())};
    }
    void takesEveryFormOfAnAnswer()
    {
        QFETCH(Script, script);
        UpstreamFixture f(script);
        const RawResponse response = f.chat();
        QCOMPARE(response.status, 200);
        QCOMPARE(response.text(), "Hello"_ba);
        QCOMPARE(lastOf(response), "done"_ba);
    }

    void aRedirectWithinTheServerIsFollowed()
    {
        UpstreamFixture f([](const ReceivedRequest& request) {
            return request.target.startsWith("/v1") ? Script {send(wholeResponse(307, "text/plain", "", {{"Location", "/v2"}}))}
                                                    : answerOf(Answer);
        });
        QCOMPARE(f.chat().text(), "Hello"_ba);
        QCOMPARE(f.server.requests().back().method, "POST"_ba);
    }

    void theHeadComesWithTheUpstreams()
    {
        UpstreamFixture f({send(chunkedHead()), awaitRelease(), send(chunk(Answer) + lastChunk())});
        constexpr qint64 MostMs = 900; // behind a second it would come by itself
        Fastest fastest(MostMs);
        while (fastest.isTriedAgain()) {
            RawClient client(f.port);
            QElapsedTimer timer;
            timer.start();
            client.send(rawRequest(f.port, "POST", "/chat?message=hi"));
            QVERIFY(!client.readUntil("\r\n\r\n").isEmpty());
            fastest.took(timer.elapsed());
            f.server.release();
            QVERIFY(!client.readUntil("event: done").isEmpty());
        }
        QVERIFY2(fastest.ms() < MostMs, qPrintable(QString::number(fastest.ms())));
    }

    void aSlowRefusalIsAnEvent()
    {
        UpstreamFixture f({awaitRelease(), send(wholeResponse(429, "text/plain", "slow down", {{"Retry-After", "3"}}))});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat?message=hi", {}, {"Connection: close"}));
        QVERIFY(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200"));
        f.server.release();
        const RawResponse response = parseResponse(client.readAll());
        QCOMPARE(lastOf(response), "error"_ba);
        QCOMPARE(lastJson(response)["kind"_L1].toString(), u"rate_limit"_s);
        QCOMPARE(lastJson(response)["http_status"_L1].toInt(), 429);
        QCOMPARE(lastJson(response)["retry_after"_L1].toInt(), 3);
    }

    void aSilentUpstreamTimesOut_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("before its head") << Script {hold()};
        QTest::newRow("in its answer") << Script {send(chunkedHead() + chunk(openAiText("Hel"))), hold()};
    }
    void aSilentUpstreamTimesOut()
    {
        QFETCH(Script, script);
        ScriptedServer server({script});
        GatewayOptions options;
        options.upstream = UpstreamFixture::namedModel(server.url());
        options.upstream->timeouts = {.firstByte = Millis(100), .silence = Millis(100)};
        GatewayServer gateway(options);
        const RawResponse response = exchange(gateway.start().value(), "POST", "/chat?message=hi");
        if (response.status == 200)
            QCOMPARE(lastJson(response)["kind"_L1].toString(), u"timeout"_s);
        else
            QCOMPARE(response.status, 504);
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void aVanishedClientStopsTheUpstreamOnceTheGraceIsOver_data()
    {
        QTest::addColumn<Millis>("grace");
        QTest::newRow("none") << Millis(0);
        QTest::newRow("short") << Millis(300);
    }
    void aVanishedClientStopsTheUpstreamOnceTheGraceIsOver()
    {
        QFETCH(Millis, grace);
        GatewayOptions options;
        options.resumeGrace = grace;
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hello"))), hold()}, options);
        const qint64 mostMs = grace.count() + 500;
        Fastest fastest(mostMs);
        while (fastest.isTriedAgain()) {
            RawClient client(f.port);
            client.send(rawRequest(f.port, "POST", "/chat?message=hi"));
            QVERIFY(!client.readUntil("Hello").isEmpty());
            QElapsedTimer timer;
            timer.start();
            client.close();
            QTRY_COMPARE_WITH_TIMEOUT(f.server.openConnections(), 0, 30000);
            fastest.took(timer.elapsed());
            QVERIFY2(fastest.ms() >= grace.count(), qPrintable(QString::number(fastest.ms())));
        }
        QVERIFY2(fastest.ms() < mostMs, qPrintable(QString::number(fastest.ms())));
    }

    void aStreamIsResumedWithinItsGrace()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hello"))), awaitRelease(),
            send(chunk(openAiText(" again") + openAiFinish()) + lastChunk())});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat?message=hi"));
        const QByteArray id = parseResponse(client.readUntil("Hello")).header("X-Stream-Id");
        client.close();
        f.server.release();
        const RawResponse rest = exchange(f.port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 1"});
        QCOMPARE(rest.text(), " again"_ba);
        QCOMPARE(lastOf(rest), "done"_ba);
        QCOMPARE(f.server.requestCount(), 1);
    }

    void aClientThatVanishesBeforeTheHeadStopsTheUpstream()
    {
        GatewayOptions options;
        options.resumeGrace = Millis(5000); // is for those who have the head
        UpstreamFixture f(Script {hold()}, options);
        Fastest fastest(options.resumeGrace.count(), 5);
        while (fastest.isTriedAgain()) { // after a second, one would have the head
            RawClient client(f.port);
            client.send(rawRequest(f.port, "POST", "/chat?message=hi"));
            QTRY_COMPARE_WITH_TIMEOUT(f.server.requestCount(), fastest.tries(), 30000);
            QElapsedTimer timer;
            timer.start();
            client.close();
            QTRY_COMPARE_WITH_TIMEOUT(f.server.openConnections(), 0, 30000);
            fastest.took(timer.elapsed());
        }
        QVERIFY2(fastest.ms() < options.resumeGrace.count(), qPrintable(QString::number(fastest.ms())));
    }

    void deleteStopsTheUpstream()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hello"))), hold()});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat?message=hi", {}, {"Connection: close"}));
        const QByteArray id = parseResponse(client.readUntil("Hello")).header("X-Stream-Id");
        QCOMPARE(exchange(f.port, "DELETE", "/streams/" + id).status, 204);
        QTRY_COMPARE_WITH_TIMEOUT(f.server.openConnections(), 0, 30000); // its own silence may be twice as long
        QCOMPARE(lastJson(parseResponse(client.readAll()))["kind"_L1].toString(), u"cancelled"_s);
    }

    void aReaderThatStopsStopsTheUpstreamAndLosesNothing()
    {
        constexpr int Pieces = 4096;
        const QByteArray piece = openAiText(QByteArray(16 * 1024, 'x'));
        UpstreamFixture f(
            {send(chunkedHead()), send(chunk(piece), Pieces), send(chunk(openAiFinish() + OpenAiDone) + lastChunk())});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat?message=hi", {}, {"Connection: close"}));
        QVERIFY(f.server.waitUntilBlocked());
        QVERIFY2(f.server.bytesSent() < 32 * 1024 * 1024, qPrintable(QString::number(f.server.bytesSent())));
        const RawResponse response = parseResponse(client.readAll());
        QCOMPARE(response.text().size(), qsizetype(Pieces) * 16 * 1024);
        QCOMPARE(lastOf(response), "done"_ba);
    }

    void aStoppedReaderHoldsNobodyElseUp()
    {
        std::atomic<int> asked = 0;
        UpstreamFixture f([&asked](const ReceivedRequest&) {
            return ++asked == 1 ? Script {send(chunkedHead()), send(chunk(openAiText(QByteArray(16 * 1024, 'x'))), 4096), hold()}
                                : answerOf(Answer);
        });
        RawClient stopped(f.port);
        stopped.send(rawRequest(f.port, "POST", "/chat?message=hi"));
        QVERIFY(f.server.waitUntilBlocked());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(f.chat().text(), "Hello"_ba);
    }

    void aSecureUpstreamIsVerified()
    {
        ScriptedServer server({answerOf(Answer)}, ScriptedServer::Security::SelfSignedTls);
        GatewayOptions options;
        options.upstream = UpstreamFixture::namedModel(QUrl(u"https://localhost:%1/v1"_s.arg(server.port())));
        {
            GatewayServer gateway(options);
            const RawResponse refused = exchange(gateway.start().value(), "POST", "/chat?message=hi");
            QCOMPARE(refused.status, 502);
            QCOMPARE(jsonOf(refused.body)["kind"_L1].toString(), u"tls"_s);
        }
        options.upstream->caFile = QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt");
        GatewayServer gateway(options);
        QCOMPARE(exchange(gateway.start().value(), "POST", "/chat?message=hi").text(), "Hello"_ba);
        options.upstream->caFile = QStringLiteral(SLUICE_TEST_DATA "/README.md");
        QCOMPARE(GatewayServer(options).start().error().kind, ErrorKind::Tls);
    }

    void aGatewayMayStandBeforeAnother()
    {
        GatewayServer demo;
        GatewayOptions options;
        options.upstream.emplace().baseUrl = QUrl(u"http://127.0.0.1:%1/v1?demo_rate=0"_s.arg(demo.start().value()));
        GatewayServer gateway(options);
        const quint16 port = gateway.start().value();
        const QByteArray direct = exchange(options.upstream->baseUrl.port(), "POST", "/chat?message=table&demo_rate=0").text();
        for (const QByteArray& route : {"/chat?message=table"_ba, "/chat-buffered?buffer_strategy=sentence&message=table"_ba}) {
            const RawResponse response = exchange(port, "POST", route);
            QCOMPARE(response.text(), direct);
            QCOMPARE(lastOf(response), "done"_ba);
        }
    }

    void endsWhileStreamsRun()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hello"))), hold()});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat?message=hi"));
        client.readUntil("Hello");
        f.gateway.reset();
        QTRY_COMPARE(f.server.openConnections(), 0);
    }
};

QTEST_GUILESS_MAIN(TestGatewayUpstream)
#include "tst_gateway_upstream.moc"
