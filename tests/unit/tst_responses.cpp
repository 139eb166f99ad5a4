#include "tests/support/chatvalues.h"
#include "tests/support/transcripttest.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

class TestResponses final : public sluice::test::TranscriptTest
{
    Q_OBJECT

public:
    TestResponses()
        : TranscriptTest(u"responses"_s)
    { }

private Q_SLOTS:
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
