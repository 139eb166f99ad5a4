#include "tests/support/chatvalues.h"
#include "tests/support/transcripttest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

class TestAnthropic final : public sluice::test::TranscriptTest
{
    Q_OBJECT

public:
    TestAnthropic()
        : TranscriptTest(u"anthropic"_s)
    { }

private Q_SLOTS:
    void requestHasVersionKeyLimitAndSystemOnTop()
    {
        const Endpoint endpoint = endpointAt(QUrl(u"http://h/v1/"_s));
        ChatRequest chat {.model = u"m"_s, .system = u"Be brief"_s, .messages = {}, .maxTokens = {}, .temperature = {}};
        chat.messages = {turn(Role::User, u"Hi"_s), turn(Role::System, u"Be kind"_s), turn(Role::Assistant, u"Yes?"_s)};

        const HttpRequest request = m_provider->chatRequest(endpoint, "sk-1\n", chat);

        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.url, QUrl(u"http://h/v1/messages"_s));
        QCOMPARE(headerValue(request.headers, "x-api-key"), "sk-1"_ba);
        QCOMPARE(headerValue(request.headers, "anthropic-version"), "2023-06-01"_ba);
        QVERIFY(headerValue(request.headers, "Authorization").isEmpty());
        const QByteArray expected = R"({"max_tokens":8192,"messages":[{"content":"Hi","role":"user"},)"
                                    R"({"content":"Yes?","role":"assistant"}],"model":"m","stream":true,)"
                                    R"("system":"Be brief\n\nBe kind"})";
        QCOMPARE(request.body, expected);
    }

    void theUsersLimitWins()
    {
        const ChatRequest chat {.model = u"m"_s, .system = {}, .messages = {}, .maxTokens = 64000, .temperature = {}};

        const HttpRequest request = m_provider->chatRequest({}, {}, chat);

        QCOMPARE(QJsonDocument::fromJson(request.body).object()[u"max_tokens"_s].toInt(), 64000);
        QVERIFY(headerValue(request.headers, "x-api-key").isEmpty());
    }

    void modelsAreAskedForWithTheVersion()
    {
        const Endpoint endpoint = endpointAt(m_provider->defaultBaseUrl());

        const HttpRequest request = m_provider->modelsRequest(endpoint, "k");

        QCOMPARE(request.url, QUrl(u"https://api.anthropic.com/v1/models"_s));
        QCOMPARE(headerValue(request.headers, "x-api-key"), "k"_ba);
        QCOMPARE(headerValue(request.headers, "anthropic-version"), "2023-06-01"_ba);
    }
};

QTEST_GUILESS_MAIN(TestAnthropic)
#include "tst_anthropic.moc"
