#include "tests/support/chatvalues.h"
#include "tests/support/transcripttest.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

class TestSluice final : public sluice::test::TranscriptTest
{
    Q_OBJECT

public:
    TestSluice()
        : TranscriptTest(u"sluice"_s)
    { }

private Q_SLOTS:
    void requestSendsTheLastUserTurn()
    {
        ChatRequest chat {.model = u"m"_s, .system = u"ignored"_s, .messages = {}, .maxTokens = {}, .temperature = {}};
        chat.messages = {turn(Role::User, u"First"_s), turn(Role::Assistant, u"Yes?"_s), turn(Role::User, u"Last\n世界"_s),
            turn(Role::Assistant, {})};

        const HttpRequest request = m_provider->chatRequest(m_endpoint, "token", chat);

        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.url, QUrl(u"http://127.0.0.1:8765/chat"_s));
        QCOMPARE(request.body, R"({"message":"Last\n世界"})"_ba);
        QCOMPARE(headerValue(request.headers, "Authorization"), "Bearer token"_ba);
        QCOMPARE(headerValue(request.headers, "Accept"), "text/event-stream"_ba);
    }

    void modelsComeFromTheOpenAiFace()
    {
        QCOMPARE(m_provider->modelsRequest(m_endpoint, {}).url, QUrl(u"http://127.0.0.1:8765/v1/models"_s));
    }

    void resumeNamesTheStreamAndTheLastEvent()
    {
        const HttpResponseHead head {.status = 200, .headers = {{"X-Stream-Id", "ab/../c"}}};

        const std::optional<HttpRequest> request = replay("token", head, "17 é");

        QVERIFY(request);
        QCOMPARE(request->method, "GET"_ba);
        QCOMPARE(request->url.toEncoded(), "http://127.0.0.1:8765/streams/ab%2F..%2Fc"_ba);
        QCOMPARE(headerValue(request->headers, "Last-Event-ID"), "17 é"_ba);
        QCOMPARE(headerValue(request->headers, "Authorization"), "Bearer token"_ba);
    }

    void resumeFromTheStartSendsNoLastEventId()
    {
        const HttpResponseHead head {.status = 200, .headers = {{"x-stream-id", "s1"}}};

        const std::optional<HttpRequest> request = replay({}, head, {});

        QVERIFY(request);
        QVERIFY(headerValue(request->headers, "Last-Event-ID").isEmpty());
    }

    void stopDeletesTheStream()
    {
        const HttpResponseHead head {.status = 200, .headers = {{"X-Stream-Id", "s1"}}};

        const std::optional<HttpRequest> request = m_provider->stopRequest(m_endpoint, {}, {.head = head});

        QVERIFY(request);
        QCOMPARE(request->method, "DELETE"_ba);
        QCOMPARE(request->url, QUrl(u"http://127.0.0.1:8765/streams/s1"_s));
    }

    void aStreamWithoutAUsableNameIsNeitherResumedNorStopped_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("a folder up") << ".."_ba;
        QTest::newRow("oversized") << QByteArray(257, 'x');
    }

    void aStreamWithoutAUsableNameIsNeitherResumedNorStopped()
    {
        QFETCH(const QByteArray, name);
        const HttpResponseHead head {.status = 200, .headers = {{"X-Stream-Id", name}}};

        QVERIFY(!replay({}, head, "1"));
        QVERIFY(!m_provider->stopRequest(m_endpoint, {}, {.head = head}));
    }

private:
    std::optional<HttpRequest> replay(const QByteArray& key, const HttpResponseHead& head, const QByteArray& lastEventId) const
    {
        return m_provider->replayRequest(ResumeMeans::LastEventId, m_endpoint, key, {.head = head, .lastEventId = lastEventId});
    }

    const Endpoint m_endpoint = endpointAt(m_provider->defaultBaseUrl());
};

QTEST_GUILESS_MAIN(TestSluice)
#include "tst_sluice.moc"
