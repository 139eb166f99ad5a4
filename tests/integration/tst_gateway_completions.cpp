#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QByteArray bodyWith(const QByteArray& more)
{
    return "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]," + more + '}';
}

QList<QJsonObject> chunksOf(const RawResponse& response)
{
    QList<QJsonObject> chunks;
    for (const RawEvent& event : response.events())
        chunks.append(QJsonDocument::fromJson(event.data).object());
    return chunks;
}

QJsonObject errorOf(const RawResponse& response)
{
    return QJsonDocument::fromJson(response.body).object()["error"_L1].toObject();
}

}

/// The OpenAI-compatible face of the gateway.
class TestGatewayCompletions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void listsTheDemoModel();
    void answersInOnePiece();
    void streamsTheSameAnswer();
    void sendsUsageWhenAsked();
    void aFailedStreamHasNoDone();
    void aFailedAnswerHasAStatusAndAnError();
    void refusesInOpenAisShape_data();
    void refusesInOpenAisShape();
    void anAbortStopsTheModelAtOnce();
    void deleteEndsItWithAnError();
    void anAnswerTooLongForOnePieceFails();

private:
    RawResponse post(const QByteArray& body) { return exchange(m_port, "POST", "/v1/chat/completions", body); }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayCompletions::init()
{
    m_server = std::make_unique<GatewayServer>();
    m_port = m_server->start().value_or(0);
}

void TestGatewayCompletions::listsTheDemoModel()
{
    const QJsonObject list = QJsonDocument::fromJson(exchange(m_port, "GET", "/v1/models").body).object();
    QCOMPARE(list["object"_L1].toString(), u"list"_s);
    QCOMPARE(list["data"_L1][0]["id"_L1].toString(), u"demo"_s);
}

void TestGatewayCompletions::answersInOnePiece()
{
    const RawResponse response = post(bodyWith("\"demo\":{\"demo_rate\":0}"));
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Type"), "application/json"_ba);
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(object["object"_L1].toString(), u"chat.completion"_s);
    QCOMPARE(object["model"_L1].toString(), u"demo"_s);
    QCOMPARE(object["choices"_L1][0]["message"_L1]["role"_L1].toString(), u"assistant"_s);
    QVERIFY(object["choices"_L1][0]["message"_L1]["content"_L1].toString().contains(u"scripted demo model"_s));
    QCOMPARE(object["choices"_L1][0]["finish_reason"_L1].toString(), u"stop"_s);
    QVERIFY(object["usage"_L1]["completion_tokens"_L1].toInt() > 10);
}

void TestGatewayCompletions::streamsTheSameAnswer()
{
    const QJsonObject whole = QJsonDocument::fromJson(post(bodyWith("\"demo\":{\"demo_rate\":0}")).body).object();
    const RawResponse stream = post(bodyWith("\"stream\":true,\"demo\":{\"demo_rate\":0}"));
    QCOMPARE(stream.header("Content-Type"), "text/event-stream"_ba);
    QCOMPARE(stream.header("X-Stream-Id").size(), 32);
    QVERIFY(!stream.body.contains("\nid:") && !stream.body.startsWith("id:"));
    QVERIFY(stream.body.endsWith("data: [DONE]\n\n"));

    const QList<QJsonObject> chunks = chunksOf(stream);
    QCOMPARE(chunks.first()["choices"_L1][0]["delta"_L1]["role"_L1].toString(), u"assistant"_s);
    QString text;
    for (const QJsonObject& chunk : chunks)
        text += chunk["choices"_L1][0]["delta"_L1]["content"_L1].toString();
    QCOMPARE(text, whole["choices"_L1][0]["message"_L1]["content"_L1].toString());
    QCOMPARE(chunks[chunks.size() - 2]["choices"_L1][0]["finish_reason"_L1].toString(), u"stop"_s);
}

void TestGatewayCompletions::sendsUsageWhenAsked()
{
    const QList<QJsonObject> chunks = chunksOf(
        post(bodyWith("\"stream\":true,\"stream_options\":{\"include_usage\":true},\"demo\":{\"rate\":0,\"deltas\":4}")));
    QCOMPARE(chunks.size(), 8); // role, four, finish, usage, [DONE]
    QVERIFY(chunks[6]["choices"_L1].toArray().isEmpty());
    QCOMPARE(chunks[6]["usage"_L1]["completion_tokens"_L1].toInt(), 4);
}

void TestGatewayCompletions::aFailedStreamHasNoDone()
{
    const RawResponse response = post(bodyWith("\"stream\":true,\"demo\":{\"rate\":0,\"fail_at\":2}"));
    QCOMPARE(response.status, 200);
    QVERIFY(!response.body.contains("[DONE]"));
    const QJsonObject last = chunksOf(response).last()["error"_L1].toObject();
    QVERIFY(!last["message"_L1].toString().isEmpty());
    QCOMPARE(last["type"_L1].toString(), u"server"_s);
    QVERIFY(last.contains("code"_L1));
}

void TestGatewayCompletions::aFailedAnswerHasAStatusAndAnError()
{
    const RawResponse response = post(bodyWith("\"demo\":{\"rate\":0,\"fail_at\":2}"));
    QCOMPARE(response.status, 500);
    QCOMPARE(errorOf(response)["type"_L1].toString(), u"server"_s);
}

void TestGatewayCompletions::refusesInOpenAisShape_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("bad JSON") << "{"_ba << 400;
    QTest::newRow("no messages") << "{}"_ba << 400;
    QTest::newRow("demo value") << bodyWith("\"demo\":{\"rate\":\"x\"}") << 422;
}

void TestGatewayCompletions::refusesInOpenAisShape()
{
    QFETCH(QByteArray, body);
    const RawResponse response = post(body);
    QTEST(response.status, "status");
    QVERIFY(!errorOf(response)["message"_L1].toString().isEmpty());
    QCOMPARE(errorOf(response)["type"_L1].toString(), u"invalid_request_error"_s);
    QVERIFY(errorOf(response).contains("code"_L1));
}

void TestGatewayCompletions::anAbortStopsTheModelAtOnce()
{
    GatewayOptions options;
    options.resumeGrace = std::chrono::hours(1); // not for these
    options.drainTimeout = std::chrono::hours(1);
    m_server = std::make_unique<GatewayServer>(options);
    m_port = m_server->start().value_or(0);
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/v1/chat/completions",
        bodyWith("\"stream\":true,\"demo\":{\"rate\":0,\"stall_ms\":3600000,\"stall_at\":2}")));
    const QByteArray id = parseResponse(client.readUntil("content\":\"Hello")).header("X-Stream-Id");
    client.close();

    // The gateway would wait an hour for the model, which is silent as long.
    QCOMPARE(exchange(m_port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 1"}).status, 400);
    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayCompletions::deleteEndsItWithAnError()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/v1/chat/completions",
        bodyWith("\"stream\":true,\"demo\":{\"rate\":0,\"stall_ms\":3600000,\"stall_at\":2}"), {"Connection: close"}));
    const QByteArray id = parseResponse(client.readUntil("content\":\"Hello")).header("X-Stream-Id");
    QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204);
    const RawResponse response = parseResponse(client.readAll());
    QVERIFY(response.events().last().data.contains("\"type\":\"cancelled\""));
    QVERIFY(!response.body.contains("[DONE]"));
}

void TestGatewayCompletions::anAnswerTooLongForOnePieceFails()
{
    const RawResponse response = post(bodyWith("\"demo\":{\"rate\":0,\"deltas\":1000000000}"));
    QCOMPARE(response.status, 500);
    QCOMPARE(errorOf(response)["type"_L1].toString(), u"overflow"_s);
}

QTEST_GUILESS_MAIN(TestGatewayCompletions)
#include "tst_gateway_completions.moc"
