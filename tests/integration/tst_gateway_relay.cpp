#include "tests/support/fastest.h"
#include "tests/support/gzip.h"
#include "tests/support/upstreamfixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Ask = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";
const QByteArray Done = "data: [DONE]\n\n";

/// One event with \a json as its data.
QByteArray dataEvent(const QByteArray& json)
{
    return "data: " + json + "\n\n";
}

QByteArray choice(int index, const QByteArray& content, const QByteArray& finish = "null")
{
    return dataEvent("{\"choices\":[{\"index\":" + QByteArray::number(index) + ",\"delta\":{\"content\":\"" + content
        + "\"},\"finish_reason\":" + finish + "}]}");
}

QJsonObject errorOf(const QByteArray& json)
{
    return jsonOf(json)["error"_L1].toObject();
}

}

/// /v1 in front of a server: what client and server say to each other goes through as it is.
class TestGatewayRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRequestGoesThroughToTheByte()
    {
        UpstreamFixture f(answerOf(openAiText("x") + openAiFinish() + OpenAiDone));
        const QByteArray body =
            "{ \"stream\" :true,\"seed\":1152921504606846977, \"temperature\":0.10, \"tools\":[{\"type\":\"function\"}],\n"
            "\"messages\":[{\"role\":\"tool\",\"content\":\"5\"}], \"x_unknown\":{\"a\":[null]}, \"model\":\"q\"}";
        QCOMPARE(f.complete(body).status, 200);
        const ReceivedRequest asked = f.server.requests().back();
        QCOMPARE(asked.body, body);
        QCOMPARE(asked.target, "/v1/chat/completions"_ba);
        QCOMPARE(headerValue(asked.headers, "Content-Type"), "application/json"_ba);
    }

    void onlyTheDemosOwnFieldIsLeftOut()
    {
        UpstreamFixture f(answerOf(openAiText("x") + openAiFinish() + OpenAiDone));
        f.complete("{\"stream\":true,\"demo\":{\"rate\":0},\"seed\":1152921504606846977,\"stop\":\"\\u0000\\ud83d\\ude00\\\"\","
                   "\"p\":0.1}");
        QCOMPARE(f.server.requests().back().body,
            "{\"stream\":true,\"seed\":1152921504606846977,\"stop\":\"\\u0000\xF0\x9F\x98\x80\\\"\",\"p\":0.1}"_ba);
    }

    void theClientsCredentialsStayHere()
    {
        GatewayOptions options;
        ScriptedServer server({answerOf(openAiText("x") + openAiFinish() + OpenAiDone)});
        options.upstream = UpstreamFixture::namedModel(server.url());
        options.upstream->key = "ours";
        GatewayServer gateway(options);
        const quint16 port = gateway.start().value();
        exchange(port, "POST", "/v1/chat/completions", Ask,
            {"Authorization: Bearer theirs", "Cookie: a=b", "Origin: http://127.0.0.1:" + QByteArray::number(port)});
        const HttpHeaders headers = server.requests().back().headers;
        QCOMPARE(headerValue(headers, "Authorization"), "Bearer ours"_ba);
        QVERIFY(headerValue(headers, "Cookie").isEmpty() && headerValue(headers, "Origin").isEmpty());
    }

    void theChunksGoThroughAsTheyAre()
    {
        const QByteArray chunks = dataEvent("{\"id\":\"a\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":{"
                                            "\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":{\"content\":[]}}]}")
            + dataEvent("{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\","
                        "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}],\"x\":1.50}")
            + "event: odd\ndata: {\"y\":2}\n\n"
            + dataEvent("{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}")
            + dataEvent("{\"id\":\"a\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,"
                        "\"details\":{}}}");
        UpstreamFixture f(answerOf(": comment\n\n" + chunks + Done));
        const RawResponse response = f.complete(Ask);
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("X-Stream-Id").size(), 32);
        QCOMPARE(response.body, chunks + Done);
    }

    void anAnswerWithoutAnEndMarkGetsOne()
    {
        UpstreamFixture f(answerOf(openAiText("x") + openAiFinish()));
        QCOMPARE(f.complete(Ask).body, openAiText("x") + openAiFinish() + Done);
    }

    void severalChoicesAreAllNeeded_data()
    {
        QTest::addColumn<QByteArray>("chunks");
        QTest::addColumn<bool>("isWhole");
        const QByteArray first = choice(0, "a") + choice(1, "b") + choice(0, "", "\"stop\"");
        QTest::newRow("both") << first + choice(1, "c") + choice(1, "", "\"stop\"") << true;
        QTest::newRow("one") << first + choice(1, "c") << false;
    }
    void severalChoicesAreAllNeeded()
    {
        QFETCH(QByteArray, chunks);
        QFETCH(bool, isWhole);
        UpstreamFixture f(answerOf(chunks));
        const RawResponse response = f.complete("{\"n\":2,\"stream\":true,\"messages\":[]}");
        QVERIFY(response.body.startsWith(chunks));
        QCOMPARE(response.body.endsWith(Done), isWhole);
        QCOMPARE(response.events().last().data.contains("\"error\""), !isWhole);
    }

    void aSecondChoiceIsWaitedFor()
    {
        const QByteArray first = choice(0, "a") + choice(1, "b") + choice(0, "", "\"stop\"");
        const QByteArray rest = choice(1, "c") + choice(1, "", "\"stop\"");
        UpstreamFixture f({send(chunkedHead() + chunk(first)), awaitRelease(), send(chunk(rest + Done) + lastChunk())});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/v1/chat/completions", "{\"n\":2,\"stream\":true}", {"Connection: close"}));
        client.readUntil("\"stop\"");
        QVERIFY(!client.isClosedWithin(2500)); // longer than one answer's trailer is waited for
        f.server.release();
        QCOMPARE(parseResponse(client.readAll()).body, first + rest + Done);
    }

    void aBrokenStreamEndsWithOneErrorAndNoEndMark_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("type");
        const QByteArray begun = chunkedHead() + chunk(openAiText("x"));
        QTest::newRow("cut") << Script {send(begun), closeConnection()} << u"closed the connection"_s << u"network"_s;
        QTest::newRow("bad JSON") << Script {send(begun + chunk("data: {]\n\n") + lastChunk())} << u"not valid JSON"_s
                                  << u"protocol"_s;
        QTest::newRow("bad JSON that speaks of an error")
            << Script {send(begun + chunk("data: {\"error\":\n\n") + lastChunk())} << u"not valid JSON"_s << u"protocol"_s;
        QTest::newRow("end mark alone") << Script {send(begun + chunk(Done) + lastChunk())} << u""_s << u"protocol"_s;
        QTest::newRow("error object") << Script {send(begun
            + chunk(dataEvent("{\"error\":{\"message\":\"Out of memory\",\"type\":\"oom\",\"code\":\"c\",\"param\":\"p\"}}")))}
                                      << u"Out of memory"_s << u"oom"_s;
        QTest::newRow("error string") << Script {send(begun + chunk(dataEvent("{\"error\":\"Out of memory\"}")))}
                                      << u"Out of memory"_s << u"server"_s;
        QTest::newRow("error event") << Script {send(begun + chunk("event: error\ndata: Out of memory\n\n"))}
                                     << u"Out of memory"_s << u"server"_s;
        QTest::newRow("error field") << Script {send(begun + chunk("error: {\"message\":\"Out of memory\"}\n\n"))}
                                     << u"Out of memory"_s << u"server"_s;
    }
    void aBrokenStreamEndsWithOneErrorAndNoEndMark()
    {
        QFETCH(Script, script);
        QFETCH(QString, message);
        QFETCH(QString, type);
        UpstreamFixture f(script);
        const RawResponse response = f.complete(Ask);
        QVERIFY(response.body.startsWith(openAiText("x")));
        QVERIFY(!response.body.contains("[DONE]"));
        QCOMPARE(response.events().size(), 2);
        const QJsonObject error = errorOf(response.events().last().data);
        QVERIFY2(error["message"_L1].toString().contains(message), response.body.constData());
        QCOMPARE(error["type"_L1].toString(), type);
        QVERIFY(error.contains("code"_L1));
        QVERIFY(type != u"oom"_s || error["param"_L1].toString() == u"p"_s);
    }

    void aRefusalKeepsStatusAndWords_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("stream") << true;
        QTest::newRow("in one piece") << false;
    }
    void aRefusalKeepsStatusAndWords()
    {
        QFETCH(bool, stream);
        UpstreamFixture f([n = 0](const ReceivedRequest&) mutable {
            return ++n == 1 ? Script {send(wholeResponse(429, "application/json",
                                  "{\"error\":{\"message\":\"Slow "
                                  "down\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"param\":null}}",
                                  {{"Retry-After", "9"}}))}
                            : Script {send(wholeResponse(500, "text/html", "<html>Oops</html>"))};
        });
        const QByteArray body = stream ? Ask : QByteArray("{\"messages\":[]}");
        const RawResponse limited = f.complete(body);
        QCOMPARE(limited.status, 429);
        QCOMPARE(limited.header("Retry-After"), "9"_ba);
        QCOMPARE(errorOf(limited.body)["message"_L1].toString(), u"Slow down"_s);
        QCOMPARE(errorOf(limited.body)["type"_L1].toString(), u"tokens"_s);
        QCOMPARE(errorOf(limited.body)["code"_L1].toString(), u"rate_limit_exceeded"_s);
        QVERIFY(errorOf(limited.body).contains("param"_L1));
        const RawResponse failed = f.complete(body);
        QCOMPARE(failed.status, 500);
        QCOMPARE(errorOf(failed.body)["type"_L1].toString(), u"server"_s);
        QVERIFY(!failed.body.contains("html"));
    }

    void aKeyInTheServersWordsIsTakenOut()
    {
        UpstreamFixture f({send(wholeResponse(401, "application/json",
            "{\"error\":{\"message\":\"Incorrect API key provided: "
            "sk-abcdefghijklmnopqrstuvwxyz0123456789\",\"type\":\"invalid_request_error\"}}"))});
        const RawResponse response = f.complete(Ask);
        QCOMPARE(response.status, 401);
        QVERIFY(errorOf(response.body)["message"_L1].toString().contains(u"Incorrect API key"_s));
        QVERIFY(!response.body.contains("sk-abcdefghijklmnop"));
    }

    void anAnswerInOnePieceGoesThroughToTheByte()
    {
        const QByteArray answer = "{ "
                                  "\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"},\"finish_reason\":"
                                  "\"stop\"}],\"seed\":1152921504606846977}";
        UpstreamFixture f({send(wholeResponse(200, "application/json; charset=utf-8", answer))});
        const QByteArray body = "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"}], \"stream\":false}";
        const RawResponse response = f.complete(body);
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("Content-Type"), "application/json"_ba);
        QCOMPARE(response.body, answer);
        QCOMPARE(f.server.requests().back().body, body);
        QCOMPARE(headerValue(f.server.requests().back().headers, "Accept"), "application/json"_ba);
    }

    void anAnswerInOnePieceThatIsNoneIs502_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("HTML") << Script {send(wholeResponse(200, "text/html", "<html></html>"))};
        QTest::newRow("cut") << Script {send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"choices\":[]}"), closeConnection()};
        QTest::newRow("nothing") << Script {closeConnection()};
        QTest::newRow("events") << answerOf(openAiText("x"));
    }
    void anAnswerInOnePieceThatIsNoneIs502()
    {
        QFETCH(Script, script);
        UpstreamFixture f(script);
        const RawResponse response = f.complete("{}");
        QCOMPARE(response.status, 502);
        QVERIFY(!errorOf(response.body)["message"_L1].toString().isEmpty());
    }

    void anAnswerInOnePieceIsBounded()
    {
        UpstreamFixture f({send(chunkedHead(200, "application/json")), send(chunk(QByteArray(64 * 1024, ' ')), 10000)});
        const RawResponse response = f.complete("{}");
        QCOMPARE(response.status, 500);
        QCOMPARE(errorOf(response.body)["type"_L1].toString(), u"overflow"_s);
    }

    void anErrorWithStatus200IsARefusal()
    {
        UpstreamFixture f({send(wholeResponse(200, "application/json", "{\"error\":{\"message\":\"Slow down\",\"code\":429}}"))});
        const RawResponse response = f.complete("{}");
        QCOMPARE(response.status, 429);
        QCOMPARE(errorOf(response.body)["message"_L1].toString(), u"Slow down"_s);
    }

    void anErrorWithStatus200InsteadOfAStreamKeepsItsWords_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("OpenAI's")
            << "{\n \"error\":{\"message\":\"Slow down\",\"type\":\"tokens\",\"code\":\"limit\",\"param\":\"p\"}}"_ba;
        QTest::newRow("vLLM's")
            << "{\"object\":\"error\",\"message\":\"Slow down\",\"type\":\"tokens\",\"code\":\"limit\",\"param\":\"p\"}"_ba;
    }
    void anErrorWithStatus200InsteadOfAStreamKeepsItsWords()
    {
        QFETCH(QByteArray, json);
        UpstreamFixture f({send(wholeResponse(200, "application/json", json))});
        const RawResponse response = f.complete(Ask);
        QCOMPARE(response.events().size(), 1);
        const QJsonObject error = errorOf(response.events().first().data);
        QCOMPARE(error["message"_L1].toString(), u"Slow down"_s);
        QCOMPARE(error["type"_L1].toString(), u"tokens"_s);
        QCOMPARE(error["code"_L1].toString(), u"limit"_s);
        QCOMPARE(error["param"_L1].toString(), u"p"_s);
        QVERIFY(!response.body.contains("[DONE]"));
    }

    void compressedAnswersAreAskedForAndPassedOnDecoded()
    {
        const QByteArray events = openAiText("x") + openAiFinish() + Done;
        const QByteArray json = "{\"choices\":[]}";
        UpstreamFixture f([&](const ReceivedRequest& request) {
            const bool streams = request.body.contains("\"stream\":true");
            return Script {send(wholeResponse(200, streams ? "text/event-stream" : "application/json",
                gzip(streams ? events : json), {{"Content-Encoding", "gzip"}}))};
        });
        QCOMPARE(f.complete(Ask).body, events);
        QCOMPARE(f.complete("{}").body, json);
        QCOMPARE(exchange(f.port, "GET", "/v1/models").body, json);
        for (const ReceivedRequest& request : f.server.requests())
            QCOMPARE(headerValue(request.headers, "Accept-Encoding"), "gzip"_ba);
    }

    void jsonInsteadOfAStreamBecomesOne()
    {
        UpstreamFixture f({send(wholeResponse(200, "application/json",
            "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            "\"content\":\"hi\",\"tool_calls\":[{\"id\":\"c\"}]},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":1}"
            "}"))});
        const RawResponse response = f.complete(Ask);
        QCOMPARE(response.events().size(), 2);
        const QJsonObject chunk = jsonOf(response.events().first().data);
        QCOMPARE(chunk["object"_L1].toString(), u"chat.completion.chunk"_s);
        QCOMPARE(chunk["id"_L1].toString(), u"x"_s);
        QCOMPARE(chunk["choices"_L1][0]["delta"_L1]["content"_L1].toString(), u"hi"_s);
        QCOMPARE(chunk["choices"_L1][0]["delta"_L1]["tool_calls"_L1][0]["index"_L1].toInt(-1), 0);
        QVERIFY(response.body.endsWith(Done));
    }

    void listsTheServersModels()
    {
        const QByteArray list = "{\"object\":\"list\",\"data\":[{\"id\":\"one\",\"x\":1}]}";
        UpstreamFixture f([&list](const ReceivedRequest& request) {
            return request.target == "/v1/models" && request.method == "GET"
                ? Script {send(wholeResponse(200, "application/json", list))}
                : Script {closeConnection()};
        });
        const RawResponse response = exchange(f.port, "GET", "/v1/models");
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, list);
    }

    void anAbortStopsTheUpstreamAtOnce_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Script>("script");
        QTest::newRow("stream") << Ask << Script {send(chunkedHead() + chunk(openAiText("x"))), hold()};
        QTest::newRow("before its head") << Ask << Script {hold()};
        QTest::newRow("in one piece") << "{}"_ba << Script {hold()};
    }
    void anAbortStopsTheUpstreamAtOnce()
    {
        QFETCH(QByteArray, body);
        QFETCH(Script, script);
        GatewayOptions options;
        options.resumeGrace = std::chrono::hours(1); // not for these
        UpstreamFixture f(script, options);
        constexpr qint64 MostMs = 100;
        Fastest fastest(MostMs);
        while (fastest.isTriedAgain()) {
            RawClient client(f.port);
            client.send(rawRequest(f.port, "POST", "/v1/chat/completions", body));
            QTRY_COMPARE_WITH_TIMEOUT(f.server.requestCount(), fastest.tries(), 30000);
            if (script.size() > 1)
                client.readUntil("content");
            QElapsedTimer timer;
            timer.start();
            client.close();
            QVERIFY(QTest::qWaitFor([&] { return f.server.openConnections() == 0; }, 30000));
            fastest.took(timer.elapsed());
        }
        QVERIFY2(fastest.ms() < MostMs, qPrintable(QString::number(fastest.ms())));
    }

    void deleteEndsItWithAnError()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("x"))), hold()});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/v1/chat/completions", Ask, {"Connection: close"}));
        const QByteArray id = parseResponse(client.readUntil("content")).header("X-Stream-Id");
        QCOMPARE(exchange(f.port, "DELETE", "/streams/" + id).status, 204);
        const RawResponse response = parseResponse(client.readAll());
        QCOMPARE(errorOf(response.events().last().data)["type"_L1].toString(), u"cancelled"_s);
        QVERIFY(!response.body.contains("[DONE]"));
        QTRY_COMPARE(f.server.openConnections(), 0);
    }

    void aReaderThatStopsStopsTheUpstreamAndLosesNothing()
    {
        constexpr int Pieces = 4096;
        const QByteArray piece = openAiText(QByteArray(16 * 1024, 'x'));
        UpstreamFixture f({send(chunkedHead()), send(chunk(piece), Pieces), send(chunk(openAiFinish() + Done) + lastChunk())});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/v1/chat/completions", Ask, {"Connection: close"}));
        QVERIFY(f.server.waitUntilBlocked());
        QVERIFY2(f.server.bytesSent() < 32 * 1024 * 1024, qPrintable(QString::number(f.server.bytesSent())));
        const QByteArray body = parseResponse(client.readAll()).body;
        QCOMPARE(body.size(), Pieces * piece.size() + openAiFinish().size() + Done.size());
        QVERIFY(body.endsWith(Done));
    }

    void whatIsNoJsonIsRefusedHere()
    {
        UpstreamFixture f(Script {hold()});
        for (const QByteArray& body : {"{"_ba, "[]"_ba, ""_ba, "{\"stream\":1}"_ba}) {
            const RawResponse response = f.complete(body);
            QCOMPARE(response.status, 400);
            QCOMPARE(errorOf(response.body)["type"_L1].toString(), u"invalid_request_error"_s);
        }
        QCOMPARE(f.server.requestCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestGatewayRelay)
#include "tst_gateway_relay.moc"
