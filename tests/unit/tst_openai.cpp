#include "core/chat/answerprogress.h"
#include "core/chat/jsonreader.h"
#include "core/chat/toolcalls.h"
#include "tests/support/chatvalues.h"
#include "tests/support/transcripttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

class TestOpenAi final : public sluice::test::TranscriptTest
{
    Q_OBJECT

public:
    TestOpenAi()
        : TranscriptTest(u"openai"_s)
    { }

private Q_SLOTS:
    void requestAsksForAStreamWithUsage()
    {
        const Endpoint endpoint {
            .id = {}, .name = {}, .provider = {}, .baseUrl = QUrl(u"http://127.0.0.1:8080/v1"_s), .model = {}};
        ChatRequest chat {.model = u"m"_s, .system = u"Be brief"_s, .messages = {}, .maxTokens = 50, .temperature = 0.5};
        chat.messages = {turn(Role::User, u"Hi 世界"_s), turn(Role::Assistant, u"Yes?"_s), turn(Role::User, u"Go"_s)};

        const HttpRequest request = m_provider->chatRequest(endpoint, "sk-1", chat);

        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.url, QUrl(u"http://127.0.0.1:8080/v1/chat/completions"_s));
        QCOMPARE(headerValue(request.headers, "authorization"), "Bearer sk-1"_ba);
        QCOMPARE(headerValue(request.headers, "accept"), "text/event-stream"_ba);
        QCOMPARE(headerValue(request.headers, "content-type"), "application/json"_ba);
        const QByteArray expected = R"({"max_tokens":50,"messages":[{"content":"Be brief","role":"system"},)"
                                    R"({"content":"Hi 世界","role":"user"},{"content":"Yes?","role":"assistant"},)"
                                    R"({"content":"Go","role":"user"}],"model":"m","stream":true,)"
                                    R"("stream_options":{"include_usage":true},"temperature":0.5})";
        QCOMPARE(request.body, expected);
    }

    void requestWithoutKeyAndModelNamesNeither()
    {
        const Endpoint endpoint = endpointAt(QUrl(u"http://h/v1/"_s));

        const HttpRequest request = m_provider->chatRequest(endpoint, {}, {});

        QCOMPARE(request.url, QUrl(u"http://h/v1/chat/completions"_s));
        QVERIFY(headerValue(request.headers, "Authorization").isEmpty());
        QVERIFY(!QJsonDocument::fromJson(request.body).object().contains(u"model"_s));
    }

    void ownServersOfOpenAiAndAzureAreSpokenToInTheirWay()
    {
        Endpoint endpoint = endpointAt(m_provider->defaultBaseUrl());
        const ChatRequest chat {.model = u"m"_s, .system = {}, .messages = {}, .maxTokens = 9, .temperature = {}};
        const HttpRequest toOpenAi = m_provider->chatRequest(endpoint, "k", chat);
        endpoint.baseUrl = QUrl(u"https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21"_s);
        const HttpRequest toAzure = m_provider->chatRequest(endpoint, "k", chat);

        QCOMPARE(QJsonDocument::fromJson(toOpenAi.body).object()[u"max_completion_tokens"_s].toInt(), 9);
        QVERIFY(headerValue(toOpenAi.headers, "api-key").isEmpty());
        QCOMPARE(headerValue(toAzure.headers, "api-key"), "k"_ba);
        QCOMPARE(
            toAzure.url.toString(), u"https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"_s);
    }

    void closingTheSocketStopsAndNothingIsReplayed()
    {
        QVERIFY(m_provider->replayMeans({}).isEmpty());
        QVERIFY(!m_provider->outlivesConnection({.replayName = "a"}, {}));
    }

    void modelsAreAskedForWithTheKey()
    {
        const Endpoint endpoint = endpointAt(QUrl(u"http://h/v1"_s));

        const HttpRequest request = m_provider->modelsRequest(endpoint, "k");

        QCOMPARE(request.method, "GET"_ba);
        QCOMPARE(request.url, QUrl(u"http://h/v1/models"_s));
        QCOMPARE(headerValue(request.headers, "Authorization"), "Bearer k"_ba);
    }

    void anOversizedPlainAnswerIsOverflow()
    {
        const QByteArray body = "{\"a\":\"" + QByteArray(JsonReader::MaxBytes, 'x') + "\"}";
        Deltas out;

        const Result<void> decoded = m_provider->newDecoder()->decodeJson(body, out);

        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind, ErrorKind::Overflow);
    }

    void tooManyToolCallsAreOverflowAndKeepTheText()
    {
        const auto decoder = m_provider->newDecoder();
        Deltas out;
        Result<void> decoded;
        size_t events = 0;

        for (; decoded && events <= 2 * ToolCalls::MaxCalls; ++events) {
            const QByteArray data = R"({"choices":[{"delta":{"content":"x","tool_calls":[{"index":)" + QByteArray::number(events)
                + R"(,"function":{"name":"f"}}]}}]})";
            decoded = decoder->decode({.type = "message", .data = data, .id = {}, .errorField = {}}, out);
        }

        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind, ErrorKind::Overflow);
        QCOMPARE(events, ToolCalls::MaxCalls + 1);
        QCOMPARE(std::count_if(out.begin(), out.end(), [](const Delta& d) { return std::holds_alternative<TextDelta>(d); }),
            static_cast<qptrdiff>(events));
    }

    void anOversizedFinishReasonIsCut()
    {
        const auto decoder = m_provider->newDecoder();
        const QByteArray data = "{\"choices\":[{\"finish_reason\":\"" + QByteArray(100'000, 'x') + "\"}]}";
        Deltas out;

        QVERIFY(decoder->decode({.type = "message", .data = data, .id = {}, .errorField = {}}, out));

        QVERIFY(decoder->isFinished());
        QCOMPARE(decoder->finishReason(), QString(AnswerProgress::MaxFinishReason, u'x'));
    }

    void deepNestingIsAProtocolError()
    {
        const QByteArray data = R"({"choices":)" + QByteArray(5000, '[') + QByteArray(5000, ']') + '}';
        Deltas out;

        const Result<void> decoded =
            m_provider->newDecoder()->decode({.type = "message", .data = data, .id = {}, .errorField = {}}, out);

        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind, ErrorKind::Protocol);
    }
};

QTEST_GUILESS_MAIN(TestOpenAi)
#include "tst_openai.moc"
