#include "tests/support/gzip.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QTest>
#include <QUrlQuery>

#include <memory>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const HttpHeaders Gzip {{"Content-Encoding", "gzip"}};
const HttpHeaders LlamaCpp {{"Server", "llama.cpp"}};
const HttpHeaders StreamId {{"X-Stream-Id", "s1"}};

const QString Text = u"One é, two 😀, and three."_s;

/// Where a body breaks off: after so many bytes of it each time; the last answer is whole.
struct Cuts
{
    QList<qsizetype> after;
    qsizetype next = 0;

    std::optional<qsizetype> take() { return next < after.size() ? std::optional(after.at(next++)) : std::nullopt; }
};

/// \a body in chunks, from its byte \a from to its end or until \a cut, where the connection is closed.
Script bodyUntil(const QByteArray& body, qsizetype from, std::optional<qsizetype> cut, const HttpHeaders& headers)
{
    const QByteArray rest = body.sliced(from);
    const QByteArray head = chunkedHead(200, "text/event-stream", headers);
    if (!cut)
        return {send(head + chunk(rest) + lastChunk())};
    const QByteArray part = rest.first(std::min(*cut, rest.size()));
    return {send(head + (part.isEmpty() ? QByteArray() : chunk(part))), closeConnection()};
}

qint64 queryNumber(const ReceivedRequest& request, const QString& name)
{
    return QUrlQuery(QUrl(QString::fromLatin1(request.target))).queryItemValue(name).toLongLong();
}

StreamRequest retrying(const QUrl& url, const QString& provider = u"openai"_s)
{
    StreamRequest request = askAt(url, provider);
    request.retry = {.maxAttempts = 4, .base = Millis(0), .cap = Millis(0)};
    request.resume.pollInterval = Millis(1);
    return request;
}

QByteArray openAiBody()
{
    return ": hello\r\n\r\n" + openAiText("One \xC3\xA9, ") + openAiText("two \\ud83d") + openAiText("\\ude00, and")
        + openAiText(" three.") + openAiFinish() + OpenAiDone;
}

/// A server as llama.cpp: it keeps each answer under its name and replays it from any byte.
class LlamaServer
{
public:
    LlamaServer(const QByteArray& body, const Cuts& cuts, const HttpHeaders& headers = LlamaCpp)
        : m_body(body)
        , m_cuts(cuts)
        , m_headers(headers)
    { }

    Script operator()(const ReceivedRequest& request)
    {
        if (request.method == "POST") {
            m_name = headerValue(request.headers, "x-conversation-id");
            return bodyUntil(m_body, 0, m_cuts.take(), m_headers);
        }
        const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
        if (query.queryItemValue(u"conv_id"_s).toLatin1() != m_name || m_name.isEmpty())
            return {send(wholeResponse(404, "application/json", "{}"))};
        const qint64 from = query.queryItemValue(u"from"_s).toLongLong();
        if (from > m_body.size())
            return {send(wholeResponse(400, "application/json", "{}"))};
        return bodyUntil(m_body, from, m_cuts.take(), m_headers);
    }

private:
    QByteArray m_body;
    Cuts m_cuts;
    HttpHeaders m_headers;
    QByteArray m_name;
};

/// The gateway's events of Text, each with its number.
QList<QByteArray> gatewayEvents()
{
    QList<QByteArray> events;
    int id = 0;
    for (const QByteArray& piece : {"One \xC3\xA9, "_ba, "two "_ba, "\xF0\x9F\x98\x80"_ba, ", and"_ba, " three."_ba})
        events.append("id: " + QByteArray::number(++id) + "\r\ndata: " + piece + "\r\n\r\n");
    events.append("id: 6\nevent: done\ndata: {\"finish_reason\":\"stop\"}\n\n");
    return events;
}

/// One event of the Responses API with its number.
QByteArray responseEvent(int number, const QByteArray& type, const QByteArray& rest)
{
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + QByteArray::number(number) + rest
        + "}\n\n";
}

QList<QByteArray> responseEvents()
{
    QList<QByteArray> events {responseEvent(0, "response.created", R"(,"response":{"id":"resp_1","status":"in_progress"})")};
    for (const QByteArray& piece : {"One \xC3\xA9, "_ba, "two \\ud83d"_ba, "\\ude00, and"_ba, " three."_ba})
        events.append(responseEvent(int(events.size()), "response.output_text.delta", ",\"delta\":\"" + piece + '"'));
    events.append(responseEvent(
        int(events.size()), "response.completed", R"(,"response":{"id":"resp_1","status":"completed","output":[]})"));
    return events;
}

QByteArray wholeOpenAi(const QByteArray& text)
{
    return openAiText(text) + openAiFinish() + OpenAiDone;
}

Script answer(const QByteArray& text)
{
    return {send(chunkedHead() + chunk(wholeOpenAi(text)) + lastChunk())};
}

Script broken(const QByteArray& text)
{
    return {send(chunkedHead() + chunk(openAiText(text))), closeConnection()};
}

Script status(int code)
{
    return {send(wholeResponse(code, "application/json", "{}"))};
}

Seam seam(ResumeMeans means, qint64 textAt, qint64 repeated = 0, qint64 replaced = 0)
{
    return {.means = means, .textAt = textAt, .repeated = repeated, .replaced = replaced};
}

QList<qsizetype> everyByteOf(const QByteArray& body)
{
    QList<qsizetype> all;
    for (qsizetype at = 0; at < body.size(); ++at)
        all.append(at);
    return all;
}

#define VERIFY_COMPLETE(probe)                                                                                                   \
    QVERIFY((probe).waitForEnd());                                                                                               \
    QVERIFY2(!(probe).error(), qPrintable((probe).error().value_or(Error()).message));                                           \
    QCOMPARE((probe).brokenRules, QStringList())

}

class TestResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamOfLlamaCppGoesOnAtAnyByte_data();
    void aStreamOfLlamaCppGoesOnAtAnyByte();
    void tenCutsInOneAnswer();
    void aCutInsideAChunkHeaderIsNoByteMore();
    void anOffsetThatIsLostEndsTheReplay();
    void theGatewayGoesOnBehindAnyEvent();
    void eventsThatComeTwiceAreLeftOut();
    void theLastEventIdOutlivesAReplayThatBroughtNothing();
    void gzipThatIsCutGoesOn_data();
    void gzipThatIsCutGoesOn();
    void aResponseGoesOnBehindAnyEvent();
    void aResponseThatCannotBeStreamedIsPolled();
    void aResponseThatNeverGetsOnIsGivenUp();
    void aServerThatKeepsNothingIsAskedWithout();
    void aBrokenAnswerStaysWithoutLeave();
    void prefillGoesOn_data();
    void prefillGoesOn();
    void aRefusedPrefillIsQuotedAndRemembered();
    void aContinuationThatBrokeAtOnceIsTriedAgain();
    void aRestartReplacesWhatDiffers();
    void aRestartThatBreaksTooEarlyLeavesTheText();
    void anEchoThatBreaksOffIsNoProgress();
    void aReplayOfWhatWasPaidAgainIsNoProgressEither();
    void nothingIsPaidAgainAfterAToolCall();
    void whatIsKeptIsStoppedBeforeItIsPaidAgain();
};

void TestResume::aStreamOfLlamaCppGoesOnAtAnyByte_data()
{
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("identity") << false;
    QTest::newRow("gzip all the same") << true;
}

void TestResume::aStreamOfLlamaCppGoesOnAtAnyByte()
{
    QFETCH(const bool, isGzip);
    const QByteArray plain = openAiBody();
    const QByteArray body = isGzip ? gzip(plain.first(300)) + gzip(plain.sliced(300)) : plain;
    ChatEngine engine;
    for (const qsizetype cut : everyByteOf(body)) {
        ScriptedServer server(LlamaServer(body, {.after = {cut}}, isGzip ? LlamaCpp + Gzip : LlamaCpp));

        StreamProbe probe(engine.start(retrying(server.url())));

        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
        QVERIFY(probe.seams.size() <= 1);
        if (server.requestCount() > 1) // else the finish had come
            QCOMPARE(probe.handle->figures().wireBytes, body.size());
    }
}

void TestResume::tenCutsInOneAnswer()
{
    const QByteArray body = openAiBody();
    ScriptedServer server(LlamaServer(body, {.after = {150, 31, 1, 0, 90, 2, 60, 7, 41, 33}}));
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, Text);
    QCOMPARE(probe.handle->figures().reconnects, 10);
    QCOMPARE(server.requestCount(), 11);
    QCOMPARE(queryNumber(server.requests().at(3), u"from"_s), 182);
    QCOMPARE(headerValue(server.requests().at(1).headers, "accept-encoding"), "identity"_ba);
    for (const Seam& one : std::as_const(probe.seams))
        QCOMPARE(one.means, ResumeMeans::StreamOffset);
    QVERIFY(probe.seams.size() >= 2);
}

void TestResume::aCutInsideAChunkHeaderIsNoByteMore()
{
    const QByteArray body = openAiBody();
    const QByteArray second = chunk(body.sliced(200));
    for (qsizetype cut = 0; cut <= 6; ++cut) {
        ScriptedServer server([&](const ReceivedRequest& request) -> Script {
            if (request.method == "GET")
                return bodyUntil(body, queryNumber(request, u"from"_s), {}, LlamaCpp);
            return {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(body.first(200)) + second.first(cut)),
                closeConnection()};
        });
        ChatEngine engine;

        StreamProbe probe(engine.start(retrying(server.url())));

        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
    }
}

void TestResume::anOffsetThatIsLostEndsTheReplay()
{
    for (const int refusal : {400, 404}) {
        ScriptedServer server([refusal](const ReceivedRequest& request) -> Script {
            if (request.method == "POST")
                return {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(openAiText("Some"))), closeConnection()};
            return status(refusal);
        });
        ChatEngine engine;
        QSignalSpy learned(&engine, &ChatEngine::abilitiesLearned);

        StreamProbe probe(engine.start(retrying(server.url())));

        QVERIFY(probe.waitForEnd());
        QCOMPARE(probe.error()->kind, ErrorKind::Network); // what broke it, not what refused the replay
        QCOMPARE(probe.text, u"Some"_s);
        QCOMPARE(server.requestCount(), 2);
        const auto known = learned.last().at(1).value<EndpointAbilities>();
        QCOMPARE(known.streamOffset, refusal == 404 ? Ability::No : Ability::Yes);
    }
}

void TestResume::theGatewayGoesOnBehindAnyEvent()
{
    const QList<QByteArray> events = gatewayEvents();
    const QByteArray all = events.join();
    ChatEngine engine;
    for (const qsizetype cut : everyByteOf(all)) {
        ScriptedServer server([&](const ReceivedRequest& request) -> Script {
            if (request.method == "POST")
                return bodyUntil(all, 0, cut, StreamId);
            const int after = headerValue(request.headers, "last-event-id").toInt();
            return bodyUntil(events.sliced(after).join(), 0, {}, StreamId);
        });

        StreamProbe probe(engine.start(retrying(server.url(u""_s), u"sluice"_s)));

        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
    }
}

void TestResume::eventsThatComeTwiceAreLeftOut()
{
    const QList<QByteArray> events = gatewayEvents();
    ScriptedServer server([&](const ReceivedRequest& request) -> Script {
        if (request.method == "POST")
            return bodyUntil(events.first(3).join(), 0, 1000, StreamId);
        return bodyUntil(events.sliced(1).join(), 0, {}, StreamId); // two more than was asked for
    });
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url(u""_s), u"sluice"_s)));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, Text);
    QCOMPARE(probe.seams.size(), 1);
    QCOMPARE(probe.seams.first().means, ResumeMeans::LastEventId);
}

void TestResume::theLastEventIdOutlivesAReplayThatBroughtNothing()
{
    const QList<QByteArray> events = gatewayEvents();
    ScriptedServer server([&, cuts = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method == "POST")
            return bodyUntil(events.first(2).join(), 0, 1000, StreamId);
        if (cuts++ < 3)
            return {send(chunkedHead(200, "text/event-stream", StreamId) + chunk("id: 3\ndata: ha")), closeConnection()};
        return bodyUntil(events.sliced(headerValue(request.headers, "last-event-id").toInt()).join(), 0, {}, StreamId);
    });
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url(u""_s), u"sluice"_s)));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, Text);
    for (int replay = 1; replay <= 4; ++replay)
        QCOMPARE(headerValue(server.requests().at(size_t(replay)).headers, "last-event-id"), "2"_ba);
}

void TestResume::gzipThatIsCutGoesOn_data()
{
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("the connection breaks") << true;
    QTest::newRow("the body says that it is whole") << false;
}

void TestResume::gzipThatIsCutGoesOn()
{
    QFETCH(const bool, isClosed);
    const QList<QByteArray> events = gatewayEvents();
    QByteArray members;
    for (const QByteArray& event : events)
        members += gzip(event);
    ChatEngine engine;
    for (const qsizetype cut : everyByteOf(members)) {
        ScriptedServer server([&](const ReceivedRequest& request) -> Script {
            const QByteArray head = chunkedHead(200, "text/event-stream", StreamId + Gzip);
            if (request.method == "POST") {
                const QByteArray part = cut > 0 ? chunk(members.first(cut)) : QByteArray();
                return {send(head + part + (isClosed ? QByteArray() : lastChunk())), closeConnection()};
            }
            const int after = headerValue(request.headers, "last-event-id").toInt();
            return {send(head + chunk(gzip(events.sliced(after).join())) + lastChunk())};
        });

        StreamProbe probe(engine.start(retrying(server.url(u""_s), u"sluice"_s)));

        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
    }
}

void TestResume::aResponseGoesOnBehindAnyEvent()
{
    const QList<QByteArray> events = responseEvents();
    const QByteArray all = events.join();
    ChatEngine engine;
    for (const qsizetype cut : everyByteOf(all)) {
        ScriptedServer server([&, posts = 0](const ReceivedRequest& request) mutable -> Script {
            if (request.method == "POST") // a second one while nothing is known of the first, not even its id
                return bodyUntil(all, 0, posts++ == 0 ? std::optional(cut) : std::nullopt, {});
            const qint64 after = queryNumber(request, u"starting_after"_s);
            return bodyUntil(events.sliced(std::max<qint64>(after, 0)).join(), 0, {}, {}); // the last one once more
        });

        StreamProbe probe(engine.start(retrying(server.url(), u"responses"_s)));

        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
        QVERIFY(server.requests().front().body.contains(R"("background":true)"));
        QCOMPARE(server.requestCount(), 2);
    }
}

void TestResume::aResponseThatCannotBeStreamedIsPolled()
{
    const QList<QByteArray> events = responseEvents();
    const auto whole = [](const QByteArray& state, const QByteArray& text) {
        return wholeResponse(200, "application/json",
            R"({"id":"resp_1","object":"response","status":")" + state
                + R"(","output":[{"type":"message","content":[{"type":"output_text","text":")" + text + R"("}]}]})");
    };
    ScriptedServer server([&, polls = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method == "POST")
            return bodyUntil(events.first(3).join(), 0, 10000, {}); // ends with half a surrogate pair
        if (request.target.contains("stream=true"))
            return status(404);
        switch (polls++) {
        case 0:
            return {send(whole("queued", ""))};
        case 1:
            return {send(whole("in_progress", "One \xC3\xA9, two \xF0\x9F\x98\x80, a"))};
        default:
            return {send(whole("completed", Text.toUtf8()))};
        }
    });
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url(), u"responses"_s)));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, Text);
    QCOMPARE(server.requestCount(), 5);
    QCOMPARE(server.requests().back().target, "/v1/responses/resp_1"_ba);
    QCOMPARE(probe.handle->figures().reconnects, 1);
}

void TestResume::aResponseThatNeverGetsOnIsGivenUp()
{
    const QList<QByteArray> events = responseEvents();
    ScriptedServer server([&](const ReceivedRequest& request) -> Script {
        if (request.method == "POST")
            return bodyUntil(events.first(3).join(), 0, 10000, {});
        if (request.target.contains("stream=true"))
            return status(404);
        return {send(
            wholeResponse(200, "application/json", R"({"id":"resp_1","object":"response","status":"in_progress","output":[]})"))};
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url(), u"responses"_s);
    request.resume.pollPatience = Millis(50);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.ends.front().error);
    QCOMPARE(probe.ends.front().error->kind, ErrorKind::Timeout);
    QVERIFY2(probe.ends.front().error->message.contains("added nothing"_L1), qUtf8Printable(probe.ends.front().error->message));
    QVERIFY(!probe.text.isEmpty());
}

void TestResume::aServerThatKeepsNothingIsAskedWithout()
{
    const QByteArray all = responseEvents().join();
    ScriptedServer server([&](const ReceivedRequest& request) -> Script {
        return request.body.contains("background") ? status(400) : bodyUntil(all, 0, {}, {});
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url(), u"responses"_s);
    request.retry.maxAttempts = 0;

    for (const int requests : {2, 3}) { // the second answer knows it already
        StreamProbe probe(engine.start(request));
        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, Text);
        QCOMPARE(probe.handle->figures().reconnects, 0);
        QCOMPARE(server.requestCount(), requests);
    }
}

void TestResume::aBrokenAnswerStaysWithoutLeave()
{
    ScriptedServer server({broken("Once")});
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(server.requestCount(), 1);
}

void TestResume::prefillGoesOn_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<int>("repeated");
    QTest::addColumn<int>("ability");
    QTest::newRow("a server that goes on") << " upon a time"_ba << 0 << static_cast<int>(PrefillAbility::Continues);
    QTest::newRow("a server that echoes") << "Once upon a time"_ba << 4 << static_cast<int>(PrefillAbility::Echoes);
}

void TestResume::prefillGoesOn()
{
    QFETCH(const QByteArray, rest);
    QFETCH(const int, repeated);
    QFETCH(const int, ability);
    ScriptedServer server({broken("Once"), answer(rest)});
    ChatEngine engine;
    QSignalSpy learned(&engine, &ChatEngine::abilitiesLearned);
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;

    StreamProbe probe(engine.start(request));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, u"Once upon a time"_s);
    QCOMPARE(probe.seams, QList({seam(ResumeMeans::Prefill, 4, repeated)}));
    QVERIFY(server.requests().at(1).body.contains(R"({"content":"Once","role":"assistant"})"));
    QCOMPARE(static_cast<int>(learned.last().at(1).value<EndpointAbilities>().prefillOf(u"m")), ability);
}

void TestResume::aRefusedPrefillIsQuotedAndRemembered()
{
    ScriptedServer server([](const ReceivedRequest& request) -> Script {
        if (request.body.contains("continue_final_message"))
            return status(400);
        return request.body.contains("<partial_answer>") ? answer(" upon a time") : broken("Once");
    });
    ChatEngine engine;
    QSignalSpy learned(&engine, &ChatEngine::abilitiesLearned);
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;

    for (const int requests : {3, 5}) {
        StreamProbe probe(engine.start(request));
        VERIFY_COMPLETE(probe);
        QCOMPARE(probe.text, u"Once upon a time"_s);
        QCOMPARE(probe.seams, QList({seam(ResumeMeans::QuotedTurn, 4)}));
        QCOMPARE(server.requestCount(), requests);
    }
    QCOMPARE(learned.last().at(1).value<EndpointAbilities>().prefillOf(u"m"), PrefillAbility::Refuses);
}

void TestResume::aContinuationThatBrokeAtOnceIsTriedAgain()
{
    ScriptedServer server({{closeConnection()}, status(503), status(400), answer(" upon")});
    ChatEngine engine;
    StreamRequest request = retrying(server.url());
    request.partialAnswer.text = u"Once"_s;

    StreamProbe probe(engine.start(request));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, u" upon"_s); // what stood there is not said again
    QCOMPARE(probe.seams, QList({seam(ResumeMeans::QuotedTurn, 4)}));
    QCOMPARE(server.requestCount(), 4);
}

void TestResume::aRestartReplacesWhatDiffers()
{
    const QList<QByteArray> events {
        "id: 1\ndata: Once \n\n", "id: 2\ndata: more, then.\n\n", "id: 3\nevent: done\ndata: {\"finish_reason\":\"stop\"}\n\n"};
    ScriptedServer server([&, posts = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method != "POST")
            return status(404);
        return posts++ == 0 ? Script {send(chunkedHead() + chunk("id: 1\ndata: Once upon a\n\n")), closeConnection()}
                            : bodyUntil(events.join(), 0, {}, {});
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url(u""_s), u"sluice"_s);
    request.resume.mayPayAgain = true;
    request.strategy.name = u"fixed"_s; // a strategy may hold the new text, but never let the old one go first
    request.strategy.size = 100;

    StreamProbe probe(engine.start(request));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, u"Once more, then."_s);
    QCOMPARE(probe.seams, QList({seam(ResumeMeans::Restart, 5, 5, 6)}));
    QCOMPARE(probe.shortest, 0);
}

void TestResume::aRestartThatBreaksTooEarlyLeavesTheText()
{
    ScriptedServer server([&, posts = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method != "POST")
            return status(404);
        const QByteArray text = posts++ == 0 ? "Once upon a time" : "Once more";
        return {send(chunkedHead() + chunk("data: " + text + "\n\n")), closeConnection()};
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url(u""_s), u"sluice"_s);
    request.resume.mayPayAgain = true;
    request.retry.maxAttempts = 2;

    // Each restart brings text, but none that is new: that is paid for as often as any other retry, and no more.
    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(probe.text, u"Once upon a time"_s);
    QVERIFY(probe.seams.isEmpty());
    QCOMPARE(server.requestCount(), 1 + request.retry.maxAttempts);
}

void TestResume::anEchoThatBreaksOffIsNoProgress()
{
    ScriptedServer server([posts = 0](const ReceivedRequest&) mutable { return broken(posts++ == 0 ? "Once upon" : "Once"); });
    ChatEngine engine;
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;
    request.retry.maxAttempts = 2;

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.text, u"Once upon"_s);
    QCOMPARE(server.requestCount(), 1 + request.retry.maxAttempts);
}

void TestResume::aReplayOfWhatWasPaidAgainIsNoProgressEither()
{
    // The server keeps each answer for one replay, which advances by a comment only, and then knows it no more.
    ScriptedServer server([posts = 0, gets = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method == "POST") {
            const QByteArray text = posts++ == 0 ? "Once upon a time" : "Once";
            gets = 0;
            return {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(openAiText(text))), closeConnection()};
        }
        if (request.method == "GET" && gets++ == 0)
            return {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(": still there\n\n")), closeConnection()};
        return status(request.method == "GET" ? 400 : 204);
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;
    request.retry.maxAttempts = 2;

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.text.startsWith("Once upon a time"_L1));
    QVERIFY(server.requestCount() < 20);
}

void TestResume::nothingIsPaidAgainAfterAToolCall()
{
    const QByteArray call =
        R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]}}]})"
        "\n\n";
    ScriptedServer server({{send(chunkedHead() + chunk(call)), closeConnection()}});
    ChatEngine engine;
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(server.requestCount(), 1);
}

void TestResume::whatIsKeptIsStoppedBeforeItIsPaidAgain()
{
    ScriptedServer server([posts = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method == "POST")
            return posts++ == 0
                ? Script {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(openAiText("Once"))), closeConnection()}
                : answer(" upon");
        return status(request.method == "GET" ? 400 : 204);
    });
    ChatEngine engine;
    StreamRequest request = retrying(server.url());
    request.resume.mayPayAgain = true;

    StreamProbe probe(engine.start(request));

    VERIFY_COMPLETE(probe);
    QCOMPARE(probe.text, u"Once upon"_s);
    QTRY_COMPARE(server.requestCount(), 4);
    const std::vector<ReceivedRequest> requests = server.requests();
    const auto stop = std::find_if(requests.begin(), requests.end(), [](const auto& one) { return one.method == "DELETE"; });
    QVERIFY(stop != requests.end());
    QCOMPARE(stop->target, "/v1/stream?conv_id=" + headerValue(requests.front().headers, "x-conversation-id"));
}

QTEST_GUILESS_MAIN(TestResume)
#include "tst_resume.moc"
