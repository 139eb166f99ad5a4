#include "tests/support/gzip.h"
#include "tests/support/metricvalues.h"
#include "tests/support/upstreamfixture.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Answer = openAiText("Hel") + openAiText("lo") + openAiFinish()
    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":40}}\n\n" + OpenAiDone;

struct Figures
{
    explicit Figures(const UpstreamFixture& f)
        : text(exchange(f.port, "GET", "/metrics").body)
    { }
    double operator()(const QByteArray& name, const QList<QByteArray>& labels = {}) const
    {
        return metricValue(text, name, labels).value_or(-1);
    }
    QByteArray text;
};

QJsonObject profiled(const UpstreamFixture& f)
{
    const RawResponse response = exchange(f.port, "POST", "/chat-profiled?message=hi&buffer_strategy=fixed");
    return jsonOf(exchange(f.port, "GET", "/profiles/" + response.header("X-Stream-Id")).body);
}

QJsonObject stage(const QJsonObject& profile, const QString& name)
{
    for (const QJsonValue& one : profile["stages"_L1].toArray()) {
        if (one["name"_L1].toString() == name)
            return one.toObject();
    }
    return {};
}

double ms(const QJsonObject& profile, const QString& name)
{
    return stage(profile, name)["cumulative_ms"_L1].toDouble(-1);
}

int countOf(const QJsonObject& profile, const QString& name)
{
    return stage(profile, name)["count"_L1].toInt(-1);
}

}

/// Metrics and profiles of streams whose answer comes from a server behind the gateway.
class TestGatewayServerFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensAreTheServersOwn()
    {
        UpstreamFixture f(answerOf(Answer));
        QCOMPARE(f.chat().text(), "Hello"_ba);
        const Figures figures(f);
        QCOMPARE(figures("stream_tokens_total_sum"), 40.0);
        QCOMPARE(figures("sluice_ttft_seconds_count", {"route=\"/chat\"", "provider=\"openai\""}), 1.0);
        QCOMPARE(figures("sluice_ttft_seconds_count", {"provider=\"demo\""}), -1.0);
    }

    void bytesFromTheServerAreThoseOnTheWireAndDecoded()
    {
        const QByteArray packed = gzip(Answer);
        UpstreamFixture f(
            {send(chunkedHead(200, "text/event-stream", {{"Content-Encoding", "gzip"}}) + chunk(packed) + lastChunk())});
        QCOMPARE(f.chat().text(), "Hello"_ba);
        const Figures figures(f);
        QCOMPARE(figures("sluice_origin_wire_bytes_total", {"route=\"/chat\""}), double(packed.size()));
        QCOMPARE(figures("sluice_origin_decoded_bytes_total", {"route=\"/chat\""}), double(Answer.size()));
    }

    void bytesOfAnAnswerThatIsCachedAreCountedToo()
    {
        const QByteArray packed = gzip(Answer);
        UpstreamFixture f(
            {send(chunkedHead(200, "text/event-stream", {{"Content-Encoding", "gzip"}}) + chunk(packed) + lastChunk())});
        const QByteArray target = "/chat-cached?message=hi";
        QCOMPARE(exchange(f.port, "POST", target).text(), "Hello"_ba);
        const auto isHit = [&] { return exchange(f.port, "POST", target).events().first().type == "cached"; };
        QVERIFY(QTest::qWaitFor(isHit, 30000)); // and a hit adds nothing
        const Figures figures(f);
        const double asked = f.server.requestCount(); // once, unless the cache took too long to look
        QCOMPARE(figures("sluice_origin_wire_bytes_total", {"route=\"/chat-cached\""}), asked * double(packed.size()));
        QCOMPARE(figures("sluice_origin_decoded_bytes_total", {"route=\"/chat-cached\""}), asked * double(Answer.size()));
    }

    void whatTheServerRefusesWith4xxIsNoStream_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("kind"); // empty: no stream
        QTest::newRow("400") << 400 << ""_ba;
        QTest::newRow("401") << 401 << ""_ba;
        QTest::newRow("429") << 429 << ""_ba;
        QTest::newRow("500") << 500 << "server"_ba;
        QTest::newRow("529") << 529 << "server"_ba;
    }
    void whatTheServerRefusesWith4xxIsNoStream()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, kind);
        UpstreamFixture f({send(wholeResponse(status, "application/json", R"({"error":{"message":"no"}})"))});
        QCOMPARE(f.chat().status, status);
        QCOMPARE(f.complete(R"({"stream":true,"messages":[{"role":"user","content":"hi"}]})").status, status);
        const Figures figures(f);
        const double streams = kind.isEmpty() ? 0 : 2;
        QCOMPARE(figures("stream_requests_total"), streams);
        QCOMPARE(figures("stream_duration_seconds_count"), streams);
        QCOMPARE(figures("sluice_errors_total"), streams);
        QCOMPARE(figures("active_streams"), 0.0);
        if (!kind.isEmpty())
            QCOMPARE(figures("sluice_errors_total", {"kind=\"" + kind + '"'}), streams);
    }

    void aServerThatIsNotThereIsAFailedStream()
    {
        GatewayOptions options;
        options.upstream = UpstreamFixture::namedModel(QUrl(u"http://127.0.0.1:1/v1"_s));
        UpstreamFixture f(answerOf(Answer), options);
        QCOMPARE(f.chat().status, 502);
        QCOMPARE(Figures(f)("stream_requests_total"), 1.0);
        QCOMPARE(Figures(f)("sluice_errors_total", {"kind=\"network\""}), 1.0);
    }

    void aStreamThatBreaksOffIsAFailedOne()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hel"))), closeConnection()});
        QCOMPARE(f.chat().events().last().type, "error"_ba);
        QCOMPARE(Figures(f)("stream_requests_total"), 1.0);
        QCOMPARE(Figures(f)("sluice_errors_total", {"kind=\"network\""}), 1.0);
        QCOMPARE(Figures(f)("sluice_e2e_seconds_count"), 0.0);
    }

    void aCountedRelayHasTheTokensOfItsChunks()
    {
        UpstreamFixture f(answerOf(Answer));
        QVERIFY(f.complete(R"({"stream":true,"messages":[{"role":"user","content":"hi"}]})").body.contains("[DONE]"));
        const Figures figures(f);
        QCOMPARE(figures("sluice_e2e_seconds_count", {"route=\"/v1/chat/completions\""}), 1.0);
        QCOMPARE(figures("stream_tokens_total_sum"), 40.0);
    }

    void anAnswerInOnePieceIsNoStreamButItsBytesCount()
    {
        const QByteArray json = "{\"choices\":[]}";
        const QByteArray packed = gzip(json);
        UpstreamFixture f({send(wholeResponse(200, "application/json", packed, {{"Content-Encoding", "gzip"}}))});
        QCOMPARE(f.complete("{}").body, json);
        QCOMPARE(exchange(f.port, "GET", "/v1/models").body, json); // is no answer
        const Figures figures(f);
        const QList<QByteArray> route {"route=\"/v1/chat/completions\""};
        QCOMPARE(figures("stream_requests_total"), 0.0);
        QCOMPARE(figures("sluice_wire_bytes_total", route), double(json.size()));
        QCOMPARE(figures("sluice_decoded_bytes_total", route), double(json.size()));
        QCOMPARE(figures("sluice_origin_wire_bytes_total", route), double(packed.size()));
        QCOMPARE(figures("sluice_origin_decoded_bytes_total", route), double(json.size()));
        QCOMPARE(figures("sluice_errors_total"), 0.0);
    }

    void aFailureInOnePieceCounts_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QByteArray>("kind"); // empty: a refusal
        QTest::newRow("refused") << Script {send(wholeResponse(400, "application/json", R"({"error":{"message":"no"}})"))}
                                 << ""_ba;
        QTest::newRow("failed") << Script {send(wholeResponse(500, "application/json", R"({"error":{"message":"no"}})"))}
                                << "server"_ba;
        QTest::newRow("broke") << Script {closeConnection()} << "network"_ba;
        QTest::newRow("no JSON") << Script {send(wholeResponse(200, "text/html", "<html></html>"))} << "protocol"_ba;
    }
    void aFailureInOnePieceCounts()
    {
        QFETCH(Script, script);
        QFETCH(QByteArray, kind);
        UpstreamFixture f(script);
        QVERIFY(f.complete("{}").status >= 400);
        const Figures figures(f);
        QCOMPARE(figures("sluice_errors_total"), kind.isEmpty() ? 0.0 : 1.0);
        if (!kind.isEmpty())
            QCOMPARE(figures("sluice_errors_total", {"route=\"/v1/chat/completions\"", "kind=\"" + kind + '"'}), 1.0);
        QCOMPARE(figures("stream_requests_total"), 0.0);
        QCOMPARE(figures("sluice_wire_bytes_total"), 0.0);
    }

    void whoLeavesBeforeTheWholeAnswerIsCountedAsCancelled()
    {
        UpstreamFixture f(Script {hold()});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/v1/chat/completions", "{}"));
        QTRY_COMPARE(f.server.requestCount(), 1);
        client.close();
        QTRY_COMPARE(Figures(f)("sluice_errors_total", {"kind=\"cancelled\""}), 1.0);
    }

    void aCompressedAnswerGoesThroughEveryStage()
    {
        const QByteArray packed = gzip(Answer);
        UpstreamFixture f({send(chunkedHead(200, "text/event-stream", {{"Content-Encoding", "gzip"}})
            + chunk(packed.first(packed.size() / 2)) + chunk(packed.sliced(packed.size() / 2)) + lastChunk())});
        const QJsonObject profile = profiled(f);
        double sum = 0;
        for (const QString& name :
            {u"connect"_s, u"wait"_s, u"inflate"_s, u"parse"_s, u"decode"_s, u"strategy"_s, u"queue"_s, u"write"_s}) {
            QVERIFY2(countOf(profile, name) > 0, qPrintable(name));
            sum += name == u"queue" ? 0 : ms(profile, name);
        }
        for (const QString& name : {u"inflate"_s, u"parse"_s, u"decode"_s, u"strategy"_s, u"write"_s})
            QVERIFY2(stage(profile, name)["cpu_ms"_L1].toDouble() > 0, qPrintable(name));
        QCOMPARE(countOf(profile, u"decode"_s), 5); // one an event
        QVERIFY(sum <= profile["total_ms"_L1].toDouble() + 0.1);
    }

    void aPlainAnswerIsNotInflated()
    {
        UpstreamFixture f(answerOf(Answer));
        const QJsonObject profile = profiled(f);
        QCOMPARE(countOf(profile, u"inflate"_s), 0);
        QCOMPARE(countOf(profile, u"decode"_s), 5);
    }

    void theServersSilenceIsWaitedFor()
    {
        UpstreamFixture f({send(chunkedHead() + chunk(openAiText("Hel"))), awaitRelease(),
            send(chunk(openAiText("lo") + openAiFinish() + OpenAiDone) + lastChunk())});
        RawClient client(f.port);
        client.send(rawRequest(f.port, "POST", "/chat-profiled?message=hi"));
        const QByteArray id = parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id");
        const auto profile = [&] { return jsonOf(exchange(f.port, "GET", "/profiles/" + id).body); };
        const double connected = ms(profile(), u"connect"_s);
        QTRY_VERIFY_WITH_TIMEOUT(ms(profile(), u"wait"_s) > connected + 1000, 30000);
        QCOMPARE(ms(profile(), u"connect"_s), connected);
        f.server.release();
        QVERIFY(!client.readUntil("event: done").isEmpty());
        QCOMPARE(profile()["stages"_L1][0]["name"_L1].toString(), u"wait"_s);
    }

    void aKeptConnectionTakesNoTime()
    {
        UpstreamFixture f(answerOf(Answer));
        QVERIFY(ms(profiled(f), u"connect"_s) > 0);
        QTRY_COMPARE(f.server.openConnections(), 1);
        QCOMPARE(ms(profiled(f), u"connect"_s), 0.0);
        QCOMPARE(f.server.connectionsMade(), 1);
    }
};

QTEST_GUILESS_MAIN(TestGatewayServerFigures)
#include "tst_gateway_serverfigures.moc"
