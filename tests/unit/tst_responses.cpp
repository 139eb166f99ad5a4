#include "tests/support/chatvalues.h"
#include "tests/support/transcripttest.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

namespace {

SseEventView eventOf(const QByteArray& data)
{
    SseEventView event;
    event.type = "message";
    event.data = data;
    return event;
}

}

class TestResponses final : public sluice::test::TranscriptTest
{
    Q_OBJECT

public:
    TestResponses()
        : TranscriptTest(u"responses"_s)
    { }

private Q_SLOTS:
    void aWholeAnswerBringsWhatTheEventsLacked()
    {
        const std::unique_ptr<DeltaDecoder> decoder = m_provider->newDecoder();
        Deltas deltas;
        const auto event = [&](const QByteArray& data) { return decoder->decode(eventOf(data), deltas); };
        QVERIFY(event(R"({"type":"response.created","sequence_number":0,"response":{"id":"r1"}})"));
        QVERIFY(event(R"({"type":"response.reasoning_text.delta","sequence_number":1,"delta":"Hm, "})"));
        QVERIFY(event(R"({"type":"response.output_text.delta","sequence_number":2,"delta":"On"})"));
        QVERIFY(event(R"({"type":"response.output_item.added","sequence_number":3,"output_index":2,)"
                      R"("item":{"type":"function_call","call_id":"c","name":"f","arguments":""}})"));
        QVERIFY(
            event(R"({"type":"response.function_call_arguments.delta","sequence_number":4,"output_index":2,"delta":"{\"a"})"));
        AnswerTrace trace;
        decoder->note(trace);
        QCOMPARE(trace.responseId, u"r1"_s);
        QCOMPARE(trace.sequence, std::optional(qint64(4)));
        const auto whole = [&](const QByteArray& status) {
            const QByteArray output =
                R"([{"type":"reasoning","content":[{"type":"reasoning_text","text":"Hm, well"},{"type":"reasoning_text","text":"So"}]},)"
                R"({"type":"message","content":[{"type":"output_text","text":"Once"}]},)"
                R"({"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}])";
            return decoder->decodeJson("{\"id\":\"r1\",\"status\":\"" + status + "\",\"output\":" + output + '}', deltas);
        };

        decoder->goOn();
        QVERIFY(whole("in_progress"));
        QVERIFY(!decoder->isDone());
        QVERIFY(!decoder->end());
        QVERIFY(whole("completed")); // nothing of it twice

        QVERIFY(decoder->end());
        QString text;
        QString reasoning;
        QString arguments;
        int calls = 0;
        for (const Delta& delta : deltas) {
            if (const auto* piece = std::get_if<TextDelta>(&delta))
                text += piece->text;
            else if (const auto* thought = std::get_if<ReasoningDelta>(&delta))
                reasoning += thought->text;
            else if (const auto* call = std::get_if<ToolCallDelta>(&delta)) {
                arguments += call->arguments;
                calls += call->id.isEmpty() ? 0 : 1;
            }
        }
        QCOMPARE(text, u"Once"_s);
        QCOMPARE(reasoning, u"Hm, well\n\nSo"_s);
        QCOMPARE(arguments, u"{\"a\":1}"_s);
        QCOMPARE(calls, 1);
    }

    void aReplayThatBeginsTooEarlyIsPassedOver()
    {
        const std::unique_ptr<DeltaDecoder> decoder = m_provider->newDecoder();
        Deltas deltas;
        const auto text = [&](int number, const QByteArray& words) {
            const QByteArray data = "{\"type\":\"response.output_text.delta\",\"sequence_number\":" + QByteArray::number(number)
                + ",\"delta\":\"" + words + "\"}";
            return decoder->decode(eventOf(data), deltas);
        };
        QVERIFY(text(7, "a") && text(7, "b")); // numbers of some servers stand still
        decoder->goOn();
        QVERIFY(text(6, "x") && text(7, "y") && text(8, "c"));

        QCOMPARE(deltas, (Deltas {TextDelta {u"a"_s}, TextDelta {u"b"_s}, TextDelta {u"c"_s}}));
    }

    void requestSendsTheTurnsAsInputAndStoresNothing()
    {
        const Endpoint endpoint = endpointAt(QUrl(u"http://h/v1/"_s));
        ChatRequest chat {.model = u"m"_s, .system = u"Be brief"_s, .messages = {}, .maxTokens = 50, .temperature = {}};
        chat.messages = {turn(Role::User, u"Hi"_s), turn(Role::Assistant, u"Yes?"_s)};

        const HttpRequest request = m_provider->chatRequest(endpoint, "sk-1", chat);

        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.url, QUrl(u"http://h/v1/responses"_s));
        QCOMPARE(headerValue(request.headers, "Authorization"), "Bearer sk-1"_ba);
        const QByteArray expected =
            R"({"input":[{"content":"Hi","role":"user"},{"content":"Yes?","role":"assistant"}],)"
            R"("instructions":"Be brief","max_output_tokens":50,"model":"m","store":false,"stream":true})";
        QCOMPARE(request.body, expected);
    }

    void modelsAreAskedFor()
    {
        const Endpoint endpoint = endpointAt(QUrl(u"http://h/v1"_s));

        QCOMPARE(m_provider->modelsRequest(endpoint, {}).url, QUrl(u"http://h/v1/models"_s));
    }
};

QTEST_GUILESS_MAIN(TestResponses)
#include "tst_responses.moc"
