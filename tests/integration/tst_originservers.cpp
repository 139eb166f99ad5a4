#include "core/chat/provider.h"
#include "tests/support/llamaserver.h"
#include "tests/support/prefillserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/responsesserver.h"
#include "tests/support/transcripts.h"
#include "tests/support/wireforms.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QStringList Words {u"Hello "_s, u"世界"_s, u"\n```\n"_s, u"🙂"_s, u"\"quoted\" and the end"_s};
const QString Text = Words.join(QString());
const QStringList ManyWords = Words + QStringList(1000, u"."_s); // are not over before somebody stops them
const QByteArray Question = R"({"messages":[{"role":"user","content":"Hi"}],"stream":true})";

/// The text that the provider of that name makes of \a body.
QString decoded(QStringView provider, const QByteArray& body)
{
    const Outcome outcome = play(*providerNamed(provider), {body});
    QString text;
    for (const Delta& delta : outcome.deltas) {
        if (const auto* said = std::get_if<TextDelta>(&delta))
            text += said->text;
    }
    return outcome.end.error ? u"error: "_s + outcome.end.error->message : text;
}

QByteArray prefilled(const QString& prefix)
{
    return R"({"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":)" + jsonText(prefix) + "}]}";
}

}

/// The servers that resuming is tested against do what the real ones do.
class TestOriginServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void llamaReplaysFromEveryByte();
    void llamaGoesOnWithoutItsClient();
    void llamaStopsWithItsClientWhenItIsNotNamed();
    void llamaSaysWhatIsLost();
    void llamaStopsByCall();
    void llamaLooksLikeItself();
    void responsesReplayBehindEveryEvent();
    void responsesCanBePolled();
    void responsesStopByCallOrWithTheirClient();
    void responsesRefuseBackground();
    void prefillContinuesEchoesOrRefuses();
    void prefillContinuesWhatAUserTurnQuotes();
    void prefillDivergesWhenAskedAgain();
    void pairsAreSplitAndComeTogetherAgain();
    void takesChunkedRequests();
};

void TestOriginServers::llamaReplaysFromEveryByte()
{
    LlamaServer server({.deltas = Words});
    const RawResponse whole = exchange(server.port(), "POST", "/v1/chat/completions", Question, {"X-Conversation-Id: a"});
    QCOMPARE(whole.body, server.body());
    QCOMPARE(decoded(u"openai", whole.body), Text);
    QVERIFY(whole.isComplete);
    for (qsizetype from = 0; from <= whole.body.size(); ++from) {
        const RawResponse rest = exchange(server.port(), "GET", "/any/v1/stream?conv_id=a&from=" + QByteArray::number(from));
        QCOMPARE(rest.status, 200);
        QCOMPARE(rest.body, whole.body.sliced(from));
    }
}

void TestOriginServers::llamaGoesOnWithoutItsClient()
{
    LlamaServer server({.deltas = Words, .pace = Millis(20)});
    RawClient client(server.port());
    client.send(rawRequest(server.port(), "POST", "/v1/chat/completions", Question, {"X-Conversation-Id: a b"}));
    QVERIFY(!client.readUntil("Hello").isEmpty());
    client.close();
    const RawResponse rest = exchange(server.port(), "GET", "/v1/stream?conv_id=a%20b&from=5");
    QCOMPARE(rest.body, server.body().sliced(5));
    QVERIFY(server.stopped().empty());
}

void TestOriginServers::llamaStopsWithItsClientWhenItIsNotNamed()
{
    LlamaServer server({.deltas = ManyWords, .pace = Millis(20)});
    RawClient client(server.port());
    client.send(rawRequest(server.port(), "POST", "/v1/chat/completions", Question));
    QVERIFY(!client.readUntil("Hello").isEmpty());
    client.close();
    QTRY_COMPARE(server.stopped().size(), std::size_t(1));
    QVERIFY(!server.stopped().front().byCall);
}

void TestOriginServers::llamaSaysWhatIsLost()
{
    LlamaServer server({.deltas = Words, .lostBytes = 10});
    (void)exchange(server.port(), "POST", "/v1/chat/completions", Question, {"X-Conversation-Id: a"});
    const auto status = [&](const QByteArray& query) { return exchange(server.port(), "GET", "/v1/stream?" + query).status; };
    QCOMPARE(status("conv_id=a&from=9"), 400);
    QCOMPARE(status("conv_id=a&from=10"), 200);
    QCOMPARE(status("conv_id=a&from=" + QByteArray::number(server.body().size() + 1)), 400);
    QCOMPARE(status("conv_id=a&from=x"), 400);
    QCOMPARE(status("conv_id=b&from=10"), 400);
    server.forgetAll();
    QCOMPARE(status("conv_id=a&from=10"), 400);
}

void TestOriginServers::llamaStopsByCall()
{
    LlamaServer server({.deltas = ManyWords, .pace = Millis(50)});
    RawClient client(server.port());
    client.send(
        rawRequest(server.port(), "POST", "/v1/chat/completions", Question, {"X-Conversation-Id: a", "Connection: close"}));
    QVERIFY(!client.readUntil("Hello").isEmpty());
    QCOMPARE(exchange(server.port(), "DELETE", "/v1/stream?conv_id=a").status, 204);
    QCOMPARE(server.stopped().size(), std::size_t(1));
    QVERIFY(server.stopped().front().byCall);
    QVERIFY(!parseResponse(client.readAll()).body.contains("[DONE]"));
}

void TestOriginServers::llamaLooksLikeItself()
{
    LlamaServer server({.deltas = Words});
    const RawResponse models = exchange(server.port(), "GET", "/v1/models");
    QVERIFY(models.body.contains("\"owned_by\":\"llamacpp\""));
    QCOMPARE(models.header("Server"), "llama.cpp"_ba);
    QVERIFY(QJsonDocument::fromJson(models.body).isObject());
    QVERIFY(QJsonDocument::fromJson(exchange(server.port(), "GET", "/props").body).object().contains("build_info"_L1));
    QCOMPARE(exchange(server.port(), "GET", "/nothing").status, 404);
    LlamaServer older({.deltas = Words, .isResumable = false});
    QCOMPARE(exchange(older.port(), "GET", "/v1/stream?conv_id=a").status, 404);
}

void TestOriginServers::responsesReplayBehindEveryEvent()
{
    ResponsesServer server({.deltas = Words});
    const RawResponse whole =
        exchange(server.port(), "POST", "/v1/responses", R"({"background":true,"stream":true,"store":true,"input":"Hi"})");
    QCOMPARE(whole.body, server.body());
    QCOMPARE(decoded(u"responses", whole.body), Text);
    const QList<RawEvent> events = whole.events();
    for (qsizetype after = 0; after < events.size(); ++after) {
        const RawResponse rest =
            exchange(server.port(), "GET", "/v1/responses/resp_000001?stream=true&starting_after=" + QByteArray::number(after));
        QCOMPARE(rest.events(), events.sliced(after + 1));
    }
    QCOMPARE(exchange(server.port(), "GET", "/v1/responses/resp_000001?stream=true").body, whole.body);
    server.forgetAll();
    QCOMPARE(exchange(server.port(), "GET", "/v1/responses/resp_000001").status, 404);
}

void TestOriginServers::responsesCanBePolled()
{
    ResponsesServer server({.deltas = Words, .pace = Millis(20), .replaysStreams = false});
    const RawResponse made = exchange(server.port(), "POST", "/v1/responses", R"({"background":true})");
    QCOMPARE(QJsonDocument::fromJson(made.body).object()["status"_L1].toString(), u"in_progress"_s);
    QByteArray body;
    const auto status = [&] {
        body = exchange(server.port(), "GET", "/v1/responses/resp_000001").body;
        return QJsonDocument::fromJson(body).object()["status"_L1].toString();
    };
    QTRY_COMPARE(status(), u"completed"_s);
    QVERIFY(body.contains(jsonText(Text)));
    QCOMPARE(exchange(server.port(), "GET", "/v1/responses/resp_000001?stream=true&starting_after=2").status, 400);
}

void TestOriginServers::responsesStopByCallOrWithTheirClient()
{
    ResponsesServer server({.deltas = ManyWords, .pace = Millis(20)});
    RawClient kept(server.port());
    kept.send(rawRequest(server.port(), "POST", "/v1/responses", R"({"background":true,"stream":true})", {"Connection: close"}));
    QVERIFY(!kept.readUntil("Hello").isEmpty());
    const RawResponse cancelled = exchange(server.port(), "POST", "/v1/responses/resp_000001/cancel");
    QVERIFY(cancelled.body.contains("\"status\":\"cancelled\""));
    QVERIFY(parseResponse(kept.readAll()).events().last().type == "response.cancelled");
    QCOMPARE(server.stopped().size(), std::size_t(1));
    QVERIFY(server.stopped().front().byCall);

    RawClient plain(server.port());
    plain.send(rawRequest(server.port(), "POST", "/v1/responses", R"({"stream":true})"));
    QVERIFY(!plain.readUntil("Hello").isEmpty());
    plain.close();
    QTRY_COMPARE(server.stopped().size(), std::size_t(2));
    QVERIFY(!server.stopped().back().byCall);
    QCOMPARE(exchange(server.port(), "GET", "/v1/responses/resp_000002").status, 404);
}

void TestOriginServers::responsesRefuseBackground()
{
    ResponsesServer server({.deltas = Words, .refusesBackground = true});
    QCOMPARE(exchange(server.port(), "POST", "/v1/responses", R"({"background":true,"stream":true})").status, 400);
    QCOMPARE(exchange(server.port(), "POST", "/v1/responses", R"({"stream":true})").status, 200);
    ResponsesServer able({.deltas = Words});
    QCOMPARE(exchange(able.port(), "POST", "/v1/responses", R"({"background":true,"store":false})").status, 400);
}

void TestOriginServers::prefillContinuesEchoesOrRefuses()
{
    using Prefill = PrefillOptions::Prefill;
    using Shape = PrefillOptions::Shape;
    for (const Shape shape : {Shape::OpenAi, Shape::Anthropic}) {
        const QString provider = shape == Shape::OpenAi ? u"openai"_s : u"anthropic"_s;
        const QByteArray path = shape == Shape::OpenAi ? "/v1/chat/completions" : "/v1/messages";
        const auto said = [&](PrefillServer& server, const QByteArray& body) {
            return decoded(provider, exchange(server.port(), "POST", path, body).body);
        };
        PrefillServer continues({.shape = shape, .prefill = Prefill::Continues, .deltas = Words});
        QCOMPARE(said(continues, Question), Text);
        QCOMPARE(said(continues, prefilled(u"Hello 世"_s)), Text.sliced(7));
        PrefillServer echoes({.shape = shape, .prefill = Prefill::Echoes, .deltas = Words});
        QCOMPARE(said(echoes, prefilled(u"Hello 世"_s)), Text);
        PrefillServer refuses({.shape = shape, .prefill = Prefill::Refuses, .deltas = Words});
        QCOMPARE(exchange(refuses.port(), "POST", path, prefilled(u"Hello"_s)).status, 400);
        QCOMPARE(refuses.refusals(), 1);
        QCOMPARE(said(refuses, Question), Text);
    }
}

void TestOriginServers::prefillContinuesWhatAUserTurnQuotes()
{
    PrefillServer server({.prefill = PrefillOptions::Prefill::Refuses, .deltas = Words});
    const QByteArray quoting =
        R"({"messages":[{"role":"user","content":"Hi"},{"role":"user","content":"You said: «Hello 世界». Go on."}]})";
    QCOMPARE(decoded(u"openai", exchange(server.port(), "POST", "/v1/chat/completions", quoting).body), Text.sliced(8));
}

void TestOriginServers::prefillDivergesWhenAskedAgain()
{
    PrefillServer server({.deltas = Words, .divergesAfter = 7, .otherDeltas = {u"...another"_s, u" end"_s}});
    const auto said = [&] { return decoded(u"openai", exchange(server.port(), "POST", "/v1/chat/completions", Question).body); };
    QCOMPARE(said(), Text);
    QCOMPARE(said(), u"Hello 世...another end"_s);
    QCOMPARE(said(), u"Hello 世...another end"_s);
}

void TestOriginServers::pairsAreSplitAndComeTogetherAgain()
{
    PrefillServer server({.deltas = Words, .splitsPairs = true});
    const RawResponse response = exchange(server.port(), "POST", "/v1/chat/completions", Question);
    QVERIFY(response.body.contains("\\ud83d\""));
    QCOMPARE(decoded(u"openai", response.body), Text);
}

void TestOriginServers::takesChunkedRequests()
{
    LlamaServer server({.deltas = Words});
    RawClient client(server.port());
    client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + chunk(Question.first(5)) + chunk(Question.sliced(5)) + lastChunk());
    QCOMPARE(parseResponse(client.readAll()).body, server.body());
    QCOMPARE(server.requests().at(0).body, Question);
}

QTEST_GUILESS_MAIN(TestOriginServers)
#include "tst_originservers.moc"
