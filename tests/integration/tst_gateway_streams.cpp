#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/settling.h"

#include <QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

/// Streams of the gateway over real sockets: what is sent, resumed, cancelled and held back.
class TestGatewayStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_port = startServer({}); }
    void cleanup() { m_server.reset(); }

    void aStreamHasItsHeadersAndEndsWithDone();
    void everyStrategySendsTheWholeText_data();
    void everyStrategySendsTheWholeText();
    void heldTextIsNotStuckUntilTheNextDelta_data();
    void heldTextIsNotStuckUntilTheNextDelta();
    void reasoningComesAsItsOwnEvents();
    void eventsComeOneByOneAsTheyAreMade();
    void aFailureIsOneErrorAndTheLast();
    void resumesAtEveryEventId();
    void refusesIdsItNeverSent();
    void headOfAStreamReadsNothing();
    void severalReadersFollowOneStream();
    void aVanishedClientsStreamGoesOnAndCanBeResumedLive();
    void withoutGraceTheStreamEndsWithItsClient();
    void aSilentStreamNoticesThatItsClientIsGone();
    void deleteEndsTheStreamForItsReader();
    void deletingWhatIsFinishedIsFine();
    void aStoppedReaderStopsTheModel();
    void whatTheLogDroppedIsGone();
    void streamsAreForgottenAfterTheirTime();
    void drainLetsStreamsComplete();
    void drainEndsWhatTakesTooLong();
    void drainWaitsForNoHalfHeader();
    void destroyingTheServerEndsEverything();
    void twoHundredStreamsRunAtOnce();

private:
    quint16 startServer(const GatewayOptions& options);
    RawResponse resume(const QByteArray& id, const QByteArray& lastEventId = {});
    QByteArray streamIdOf(const QByteArray& head) const { return parseResponse(head).header("X-Stream-Id"); }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

quint16 TestGatewayStreams::startServer(const GatewayOptions& options)
{
    m_server = std::make_unique<GatewayServer>(options);
    return m_server->start().value_or(0);
}

RawResponse TestGatewayStreams::resume(const QByteArray& id, const QByteArray& lastEventId)
{
    QList<QByteArray> headers;
    if (!lastEventId.isEmpty())
        headers.append("Last-Event-ID: " + lastEventId);
    return exchange(m_port, "GET", "/streams/" + id, {}, headers);
}

void TestGatewayStreams::aStreamHasItsHeadersAndEndsWithDone()
{
    const RawResponse response = exchange(m_port, "POST", "/chat?demo_rate=0", "{\"message\":\"你好\"}");
    QCOMPARE(response.status, 200);
    QVERIFY(response.isChunked && response.isComplete);
    QCOMPARE(response.header("Content-Type"), "text/event-stream"_ba);
    QCOMPARE(response.header("Cache-Control"), "no-cache"_ba);
    QCOMPARE(response.header("X-Accel-Buffering"), "no"_ba);
    QCOMPARE(response.header("X-Stream-Id").size(), 32);

    const QList<RawEvent> events = response.events();
    for (qsizetype i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].id, QByteArray::number(i + 1));
    QCOMPARE(events.last().type, "done"_ba);
    const QByteArray tokens = QByteArray::number(events.size() - 1);
    QCOMPARE(
        events.last().data, "{\"finish_reason\":\"stop\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":" + tokens + "}}");
    QVERIFY(response.text().contains("脚本演示模型"));
}

void TestGatewayStreams::everyStrategySendsTheWholeText_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("mostEvents");
    QTest::newRow("default") << ""_ba << 40;
    QTest::newRow("none") << "&buffer_strategy=none"_ba << 101;
    QTest::newRow("fixed") << "&buffer_strategy=fixed&size=20"_ba << 6;
    QTest::newRow("adaptive") << "&buffer_strategy=adaptive&min=5&max=50&timeout_ms=10000"_ba << 4;
    QTest::newRow("sentence") << "&buffer_strategy=sentence&guard_ms=0"_ba << 30;
    QTest::newRow("smooth") << "&buffer_strategy=smooth&delay_ms=50"_ba << 101;
}

void TestGatewayStreams::everyStrategySendsTheWholeText()
{
    QFETCH(QByteArray, options);
    QFETCH(int, mostEvents);
    const QByteArray message = "message=tour&demo_rate=0&demo_deltas=100";
    const RawResponse plain = exchange(m_port, "POST", "/chat?" + message);
    const RawResponse buffered = exchange(m_port, "POST", "/chat-buffered?" + message + options);
    QCOMPARE(plain.events().size(), 101);
    QCOMPARE(buffered.text(), plain.text());
    QVERIFY2(buffered.events().size() <= mostEvents, QByteArray::number(buffered.events().size()).constData());
    QCOMPARE(buffered.events().last().type, "done"_ba);
}

void TestGatewayStreams::heldTextIsNotStuckUntilTheNextDelta_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::newRow("fixed") << "fixed&size=5&guard_ms=100"_ba;
    QTest::newRow("adaptive") << "adaptive&min=3&max=100&timeout_ms=100&guard_ms=0"_ba;
    QTest::newRow("adaptive, fewer than min") << "adaptive&min=50&max=100&timeout_ms=100&guard_ms=200"_ba;
    QTest::newRow("sentence") << "sentence&guard_ms=100"_ba;
}

void TestGatewayStreams::heldTextIsNotStuckUntilTheNextDelta()
{
    QFETCH(QByteArray, strategy);
    const QByteArray text = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=8").text();
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST",
        "/chat-buffered?message=x&demo_rate=0&demo_deltas=9&demo_stall_ms=3600000&demo_stall_at=8&buffer_strategy=" + strategy));
    // The ninth delta comes in an hour.
    while (parseResponse(client.received()).text() != text) {
        const qsizetype before = client.received().size();
        QVERIFY(client.readBytes(before + 1) > before);
    }
}

void TestGatewayStreams::reasoningComesAsItsOwnEvents()
{
    const QList<RawEvent> events = exchange(m_port, "POST", "/chat?message=think&demo_rate=0&demo_deltas=2").events();
    QCOMPARE(events.first().type, "reasoning"_ba);
    QCOMPARE(events[events.size() - 2].type, ""_ba);
    QCOMPARE(events[events.size() - 4].type, "reasoning"_ba);
}

void TestGatewayStreams::eventsComeOneByOneAsTheyAreMade()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_deltas=2&demo_rate=0&demo_stall_ms=60000&demo_stall_at=1"));
    const RawResponse response = parseResponse(client.readUntil("\n\n\r\n"));
    QCOMPARE(response.events().size(), 1);
    QVERIFY(!response.isComplete);
}

void TestGatewayStreams::aFailureIsOneErrorAndTheLast()
{
    const QList<RawEvent> events =
        exchange(m_port, "POST", "/chat-buffered?message=x&demo_rate=0&demo_fail_at=7&buffer_strategy=fixed").events();
    QCOMPARE(events.size(), 3);
    QCOMPARE(events.last().type, "error"_ba);
    QCOMPARE(events.last().id, "3"_ba);
    QVERIFY(events.last().data.startsWith("{\"kind\":\"server\",\"message\":\""));
}

void TestGatewayStreams::resumesAtEveryEventId()
{
    const RawResponse whole = exchange(m_port, "POST", "/chat?message=hello&demo_rate=0");
    const QByteArray id = whole.header("X-Stream-Id");
    QCOMPARE(resume(id).body, whole.body);
    QByteArray rest = whole.body;
    for (const RawEvent& event : whole.events()) {
        rest.remove(0, event.block.size());
        const RawResponse resumed = resume(id, event.id);
        QCOMPARE(resumed.status, 200);
        QCOMPARE(resumed.body, rest);
        QVERIFY(resumed.isComplete);
        QCOMPARE(resumed.header("X-Stream-Id"), id);
    }
    QVERIFY(rest.isEmpty());
}

void TestGatewayStreams::refusesIdsItNeverSent()
{
    const QByteArray id = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3").header("X-Stream-Id");
    for (const char* never : {"0", "5", "04", "x", "4 4", "你好"})
        QCOMPARE(resume(id, never).status, 400);
}

void TestGatewayStreams::headOfAStreamReadsNothing()
{
    const QByteArray id = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3").header("X-Stream-Id");
    const RawResponse head = exchange(m_port, "HEAD", "/streams/" + id);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("X-Stream-Id"), id);
    QVERIFY(head.body.isEmpty() && head.rest.isEmpty());
    QCOMPARE(exchange(m_port, "HEAD", "/streams/" + id, {}, {"Last-Event-ID: 9"}).status, 400);
}

void TestGatewayStreams::severalReadersFollowOneStream()
{
    RawClient first(m_port);
    first.send(rawRequest(m_port, "POST", "/chat?message=x&demo_deltas=30&demo_rate=60", {}, {"Connection: close"}));
    const QByteArray id = streamIdOf(first.readUntil("id: 3\n"));
    RawClient second(m_port);
    second.send(rawRequest(m_port, "GET", "/streams/" + id, {}, {"Connection: close"}));
    RawClient third(m_port);
    third.send(rawRequest(m_port, "GET", "/streams/" + id, {}, {"Connection: close", "Last-Event-ID: 2"}));

    const RawResponse whole = parseResponse(first.readAll());
    QCOMPARE(whole.events().size(), 31);
    QCOMPARE(parseResponse(second.readAll()).events(), whole.events());
    QCOMPARE(parseResponse(third.readAll()).events(), whole.events().sliced(2));
}

void TestGatewayStreams::aVanishedClientsStreamGoesOnAndCanBeResumedLive()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_deltas=40&demo_rate=60"));
    const QByteArray id = streamIdOf(client.readUntil("id: 5\n"));
    client.close();

    const RawResponse rest = resume(id, "3");
    QCOMPARE(rest.events().size(), 38);
    QCOMPARE(rest.events().first().id, "4"_ba);
    QCOMPARE(rest.events().last().type, "done"_ba);
}

void TestGatewayStreams::withoutGraceTheStreamEndsWithItsClient()
{
    GatewayOptions options;
    options.resumeGrace = Millis(0);
    options.drainTimeout = Millis(120000); // longer than is waited for its end
    m_port = startServer(options);
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_deltas=10000&demo_rate=100"));
    QVERIFY(!client.readUntil("id: 2\n").isEmpty());
    client.close();

    // The stream would take minutes; draining ends as soon as nothing runs.
    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayStreams::aSilentStreamNoticesThatItsClientIsGone()
{
    GatewayOptions options;
    options.resumeGrace = Millis(100);
    m_port = startServer(options);
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=2"));
    const QByteArray id = streamIdOf(client.readUntil("id: 2\n"));
    client.close();

    // It would be silent for an hour. HEAD does not read, so it does not save the stream either.
    QTRY_COMPARE(exchange(m_port, "HEAD", "/streams/" + id, {}, {"Last-Event-ID: 3"}).status, 200);
    QVERIFY(resume(id, "2").events().last().data.contains("nobody was reading"));
}

void TestGatewayStreams::deleteEndsTheStreamForItsReader()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST",
        "/chat-buffered?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=12"
        "&guard_ms=0&buffer_strategy=fixed",
        {}, {"Connection: close"}));
    const QByteArray id = streamIdOf(client.readUntil("id: 2\n"));
    const RawResponse deleted = exchange(m_port, "DELETE", "/streams/" + id);
    QCOMPARE(deleted.status, 204);
    QVERIFY(deleted.header("Content-Length").isEmpty());

    const QList<RawEvent> events = parseResponse(client.readAll()).events();
    QCOMPARE(events.size(), 4);
    QCOMPARE(events[2].type, ""_ba); // what the strategy held
    QCOMPARE(events[3].type, "error"_ba);
    QVERIFY(events[3].data.contains("\"kind\":\"cancelled\""));
    QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204);
}

void TestGatewayStreams::deletingWhatIsFinishedIsFine()
{
    const RawResponse whole = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3");
    const QByteArray id = whole.header("X-Stream-Id");
    QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204);
    QCOMPARE(resume(id).body, whole.body);
}

void TestGatewayStreams::aStoppedReaderStopsTheModel()
{
    RawClient stopped(m_port);
    stopped.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=100000000"));
    const QByteArray id = streamIdOf(stopped.readUntil("id: 1\n"));

    // The newest event of the log stays the same once the model waits: an id that the stream never sent stays unsent.
    const auto newest = [&] {
        qint64 sent = 1;
        qint64 unsent = 100'000'000;
        while (unsent - sent > 1) {
            const qint64 middle = (sent + unsent) / 2;
            const QList<QByteArray> lastId {"Last-Event-ID: " + QByteArray::number(middle)};
            (exchange(m_port, "HEAD", "/streams/" + id, {}, lastId).status == 400 ? unsent : sent) = middle;
        }
        return sent;
    };
    Settling<qint64> settling;
    qint64 before = 0;
    QVERIFY(QTest::qWaitFor([&] { return settling.isSettledAt(before = newest()); }, 30000));
    QVERIFY2(before < 1'000'000, "the model did not wait for its reader");

    QVERIFY(stopped.readBytes(12'000'000) >= 12'000'000);
    const QList<RawEvent> events = parseResponse(stopped.received()).events();
    for (qsizetype i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].id.toLongLong(), i + 1);
    QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204);
}

void TestGatewayStreams::whatTheLogDroppedIsGone()
{
    GatewayOptions options;
    options.logBytes = 2000;
    m_port = startServer(options);
    const RawResponse whole = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=500");
    QCOMPARE(whole.events().size(), 501);
    const QByteArray id = whole.header("X-Stream-Id");
    QCOMPARE(resume(id).status, 410);
    QCOMPARE(resume(id, "1").status, 410);
    QCOMPARE(resume(id, "495").body, [&] {
        QByteArray rest;
        for (const RawEvent& event : whole.events().sliced(495))
            rest += event.block;
        return rest;
    }());
    QCOMPARE(resume(id, "501").body, ""_ba);
}

void TestGatewayStreams::streamsAreForgottenAfterTheirTime()
{
    GatewayOptions options;
    options.logAge = Millis(50);
    m_port = startServer(options);
    const RawResponse whole = exchange(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=3");
    QCOMPARE(whole.events().size(), 4);
    QTRY_COMPARE(resume(whole.header("X-Stream-Id")).status, 404);
}

void TestGatewayStreams::drainLetsStreamsComplete()
{
    RawClient open(m_port);
    open.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=50&demo_deltas=20"));
    RawClient other(m_port);
    other.send(rawRequest(m_port, "GET", "/health"));
    QVERIFY(!other.readUntil("}").isEmpty());
    QVERIFY(!open.readUntil("id: 1\n").isEmpty());

    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    other.send(rawRequest(m_port, "POST", "/chat?message=x"));
    const RawResponse refused = parseResponse(parseResponse(other.readAll()).rest);
    QVERIFY(refused.status == 503 || refused.status == 0);
    QCOMPARE(parseResponse(open.readAll()).events().last().type, "done"_ba);
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayStreams::drainEndsWhatTakesTooLong()
{
    GatewayOptions options;
    options.drainTimeout = Millis(200);
    m_port = startServer(options);
    RawClient slow(m_port);
    slow.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=5&demo_deltas=1000"));
    RawClient whole(m_port);
    whole.send(rawRequest(m_port, "POST", "/v1/chat/completions",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"demo\":{\"rate\":1,\"deltas\":1000}}"));
    QVERIFY(!slow.readUntil("id: 1\n").isEmpty());

    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    const RawResponse response = parseResponse(slow.readAll());
    QCOMPARE(response.events().last().type, "error"_ba);
    QVERIFY(response.isComplete);
    QCOMPARE(parseResponse(whole.readAll()).status, 503);
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayStreams::drainWaitsForNoHalfHeader()
{
    GatewayOptions options;
    options.drainTimeout = Millis(60000);
    m_port = startServer(options);
    RawClient half(m_port);
    half.send(rawRequest(m_port, "GET", "/health") + "GET /hea");
    QVERIFY(!half.readUntil("}").isEmpty());

    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
    QVERIFY(half.isClosedWithin(30000));
}

void TestGatewayStreams::destroyingTheServerEndsEverything()
{
    RawClient client(m_port);
    client.send(rawRequest(m_port, "POST", "/chat?message=x&demo_rate=0&demo_deltas=100000000"));
    QVERIFY(!client.readUntil("id: 9\n").isEmpty());
    m_server.reset();
    QVERIFY(!parseResponse(client.readAll()).isComplete);
}

void TestGatewayStreams::twoHundredStreamsRunAtOnce()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_port));
        clients.back()->send(
            rawRequest(m_port, "POST", "/chat?message=x&demo_rate=50&demo_deltas=50", {}, {"Connection: close"}));
    }
    for (const auto& client : clients)
        QCOMPARE(parseResponse(client->readAll()).events().size(), 51);
}

QTEST_GUILESS_MAIN(TestGatewayStreams)
#include "tst_gateway_streams.moc"
