#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QCryptographicHash>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Finish = openAiFinish() + OpenAiDone;

Script answer(const QByteArray& text)
{
    return {send(chunkedHead() + chunk(openAiText(text) + Finish) + lastChunk())};
}

Script status(int code, const HttpHeaders& headers = {})
{
    return {send(wholeResponse(code, "application/json", "{}", headers))};
}

StreamRequest retrying(const QUrl& url)
{
    StreamRequest request = askAt(url);
    request.retry = {.maxAttempts = 3, .base = Millis(10), .cap = Millis(20)};
    return request;
}

/// One event of the gateway, with an id.
QByteArray gatewayEvent(int id, const QByteArray& data)
{
    return "id: " + QByteArray::number(id) + "\ndata: " + data + "\n\n";
}

const QByteArray GatewayDone = "event: done\ndata: {\"finish_reason\":\"stop\"}\n\n";
const HttpHeaders StreamId {{"X-Stream-Id", "s1"}};

}

class TestChatEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerPassesThroughItsStatesAndIsMeasured();
    void tenStreamsToOneHostRunAtTheSameTime();
    void manyQuestionsUseOneConnection();
    void aServerThatClosesAfterEachAnswerWorks();
    void keysNeverShareAConnection();

    void framesAreMergedWithinTheirInterval();
    void theEndComesAfterAllText();
    void heldTextIsReleasedByTime();
    void aStrategyCanBeChangedWhileTextIsHeld();
    void aStoppedConsumerStopsTheServerAndLosesNothing();

    void stopKeepsTheTextAndEndsCancelled();
    void stopBeforeTheAnswerEndsCancelled();
    void stopDuringAPauseEndsCancelled();
    void stopTellsTheGateway();
    void stopTellsTheGatewayAlsoAtTheEndOfTheProgram_data();
    void stopTellsTheGatewayAlsoAtTheEndOfTheProgram();
    void destroyingTheHandleClosesTheConnection();
    void destroyingTheEngineDuringStreamsIsClean();
    void aHandleMayBeDestroyedInsideItsSignals_data();
    void aHandleMayBeDestroyedInsideItsSignals();

    void whatCanPassIsTriedAgain_data();
    void whatCanPassIsTriedAgain();
    void whatCannotPassIsNotTriedAgain_data();
    void whatCannotPassIsNotTriedAgain();
    void retryAfterIsWaitedFor();
    void attemptsEnd();
    void aBrokenAnswerIsNotAskedForAgain();
    void aGatewayStreamIsResumedExactly();
    void aResumeThatIsRefusedKeepsTheFirstError();
    void aQueueThatIsDrainedDuringAPauseIsNoRead();

    void modelsAreListed();
    void modelsFailWithTheirError_data();
    void modelsFailWithTheirError();
    void aModelsAnswerForADeadContextIsDropped();
};

void TestChatEngine::anAnswerPassesThroughItsStatesAndIsMeasured()
{
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));
    QCOMPARE(engine.activeStreams(), 1);

    QVERIFY(probe.waitForEnd());
    QCOMPARE(
        probe.states(), QList({StreamState::Connecting, StreamState::Waiting, StreamState::Streaming, StreamState::Finished}));
    QCOMPARE(engine.activeStreams(), 0);
    const StreamFigures figures = probe.handle->figures();
    QVERIFY(*figures.ttftMs > 0 && *figures.ttftMs <= *figures.e2eMs);
    QCOMPARE(figures.textDeltas, 1);
    QCOMPARE(figures.wireBytes, (openAiText("Hello") + Finish).size());
    QCOMPARE(figures.decodedBytes, figures.wireBytes);
    QCOMPARE(figures.reconnects, 0);
}

void TestChatEngine::tenStreamsToOneHostRunAtTheSameTime()
{
    // Each answer waits, half done, until all ten stand there: none can be waiting behind another one.
    ScriptedServer server(
        {{send(chunkedHead() + chunk(openAiText("a"))), awaitOthers(10), send(chunk(openAiText("b") + Finish) + lastChunk())}});
    ChatEngine engine(EngineOptions {.pool = {.max = 10}});
    std::vector<std::unique_ptr<StreamProbe>> probes;
    for (int i = 0; i < 10; ++i)
        probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));

    for (const auto& probe : probes) {
        QVERIFY(probe->waitForEnd());
        QVERIFY(!probe->error());
        QCOMPARE(probe->text, u"ab"_s);
    }
    QCOMPARE(server.connectionsMade(), 10);
}

void TestChatEngine::manyQuestionsUseOneConnection()
{
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    for (int i = 0; i < 10; ++i) {
        StreamProbe probe(engine.start(askAt(server.url())));
        QVERIFY(probe.waitForEnd());
        QVERIFY(!probe.error());
    }

    QCOMPARE(server.requestCount(), 10);
    QVERIFY2(server.connectionsMade() <= 2, qPrintable(QString::number(server.connectionsMade())));
}

void TestChatEngine::aServerThatClosesAfterEachAnswerWorks()
{
    Script script = answer("Hello");
    script.front().bytes.replace("Transfer-Encoding", "Connection: keep-alive\r\nTransfer-Encoding");
    script.push_back(closeConnection());
    ScriptedServer server({script});
    ChatEngine engine;
    for (int i = 0; i < 30; ++i) {
        StreamProbe probe(engine.start(askAt(server.url())));
        QVERIFY(probe.waitForEnd());
        QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
        QCOMPARE(probe.text, u"Hello"_s);
        QCOMPARE(probe.handle->figures().reconnects, 0);
    }
    QCOMPARE(server.connectionsMade(), 30);
}

void TestChatEngine::keysNeverShareAConnection()
{
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    for (const QByteArray& key : {"one"_ba, "two"_ba}) {
        StreamRequest request = askAt(server.url());
        request.key = key;
        StreamProbe probe(engine.start(request));
        QVERIFY(probe.waitForEnd());
    }

    const std::vector<ReceivedRequest> requests = server.requests();
    QVERIFY(requests.at(0).connection != requests.at(1).connection);
    QCOMPARE(headerValue(requests.at(1).headers, "authorization"), "Bearer two"_ba);
}

void TestChatEngine::framesAreMergedWithinTheirInterval()
{
    QByteArray body;
    for (int i = 0; i < 2000; ++i)
        body += openAiText("x");
    ScriptedServer server({{send(chunkedHead() + chunk(body) + chunk(Finish) + lastChunk())}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.frameInterval = Millis(100);

    QElapsedTimer time;
    time.start();
    StreamProbe probe(engine.start(request));
    QVERIFY(probe.waitForEnd());

    QCOMPARE(probe.text.size(), 2000);
    QCOMPARE(probe.textDeltas, 2000);
    QVERIFY2(probe.frames <= 1 + time.elapsed() / 100, qPrintable(QString::number(probe.frames)));
}

void TestChatEngine::theEndComesAfterAllText()
{
    // More text than one frame holds: the end has to wait for several.
    const QByteArray large(300 * 1024, 'x');
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText(large) + openAiText(large) + Finish) + lastChunk())}});
    ChatEngine engine;

    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.text.size(), 2 * large.size());
    QVERIFY(probe.frames >= 3);
    QCOMPARE(probe.brokenRules, QStringList());
}

void TestChatEngine::heldTextIsReleasedByTime()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Held"))), awaitRelease(), send(chunk(Finish) + lastChunk())}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.strategy.name = u"fixed"_s;
    request.strategy.size = 100;
    request.strategy.stallGuard = Millis(50);

    StreamProbe probe(engine.start(request));

    QTRY_COMPARE(probe.text, u"Held"_s); // nothing else comes: only the timer can release it
    server.release();
    QVERIFY(probe.waitForEnd());
}

void TestChatEngine::aStrategyCanBeChangedWhileTextIsHeld()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Held"))), awaitRelease(), send(chunk(openAiText("!"))),
        awaitRelease(), send(chunk(Finish) + lastChunk())}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.strategy.name = u"fixed"_s;
    request.strategy.size = 100;
    request.strategy.stallGuard = Millis(0);
    StreamProbe probe(engine.start(request));
    QTRY_COMPARE(probe.handle->status().state, StreamState::Streaming);
    QCOMPARE(probe.text, QString());

    StrategyOptions none;
    none.name = u"none"_s;
    probe.handle->setStrategy(none);
    QTRY_COMPARE(probe.text, u"Held"_s);

    server.release();
    QTRY_COMPARE(probe.text, u"Held!"_s);
    server.release();
    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
}

void TestChatEngine::aStoppedConsumerStopsTheServerAndLosesNothing()
{
    // 48 MB of text; this thread runs no event loop while the server wants to send it.
    constexpr int Chunks = 768;
    QByteArray events;
    while (events.size() < 64 * 1024)
        events += openAiText(QByteArray(400, 'y') + QByteArray::number(events.size()));
    ScriptedServer server({{send(chunkedHead()), send(chunk(events), Chunks), send(chunk(Finish) + lastChunk())}});
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(server.waitUntilBlocked());
    QVERIFY2(server.bytesSent() < qint64(Chunks) * events.size() - 8 * 1024 * 1024, "the server was never stopped");

    QVERIFY(probe.waitForEnd(60000));
    QVERIFY(!probe.error());
    QCOMPARE(probe.handle->figures().wireBytes, qint64(Chunks) * events.size() + Finish.size());
    QString expected;
    for (qsizetype at = 0; at < events.size();) {
        const QByteArray number = QByteArray::number(at);
        expected += QString(400, u'y') + QString::fromLatin1(number);
        at += openAiText(QByteArray(400, 'y') + number).size();
    }
    QCOMPARE(probe.text.size(), expected.size() * Chunks);
    QVERIFY(probe.text == expected.repeated(Chunks));
}

void TestChatEngine::stopKeepsTheTextAndEndsCancelled()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some text"))), hold()}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.strategy.name = u"fixed"_s; // still holds the text when it is stopped
    request.strategy.stallGuard = Millis(0);
    StreamProbe probe(engine.start(request));
    QTRY_COMPARE(probe.handle->status().state, StreamState::Streaming);

    probe.handle->stop();
    probe.handle->stop();

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.text, u"Some text"_s);
    QCOMPARE(probe.error()->kind, ErrorKind::Cancelled);
    QCOMPARE(probe.states().last(), StreamState::Stopped);
    QCOMPARE(probe.ends.size(), std::size_t(1));
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestChatEngine::stopBeforeTheAnswerEndsCancelled()
{
    ScriptedServer server({{hold()}});
    auto engine = std::make_unique<ChatEngine>();
    StreamProbe probe(engine->start(askAt(server.url())));
    probe.handle->stop();

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Cancelled);

    // A connection that came about behind the stop may stay open for the next question, but not longer than the engine.
    probe.handle.reset();
    engine.reset();
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestChatEngine::stopDuringAPauseEndsCancelled()
{
    ScriptedServer server({status(503, {{"Retry-After", "30"}})});
    ChatEngine engine;
    StreamProbe probe(engine.start(retrying(server.url())));
    QTRY_COMPARE(probe.handle->status().state, StreamState::Reconnecting);

    probe.handle->stop();

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Cancelled);
}

void TestChatEngine::stopTellsTheGateway()
{
    ScriptedServer server([](const ReceivedRequest& request) -> Script {
        if (request.method == "DELETE")
            return {send(wholeResponse(204, "", ""))};
        return {send(chunkedHead(200, "text/event-stream", StreamId) + chunk(gatewayEvent(1, "a"))), hold()};
    });
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url(u""_s), u"sluice"_s)));
    QTRY_COMPARE(probe.text, u"a"_s);

    probe.handle->stop();

    QVERIFY(probe.waitForEnd());
    QTRY_COMPARE(server.requestCount(), 2);
    QCOMPARE(server.requests().at(1).method, "DELETE"_ba);
    QCOMPARE(server.requests().at(1).target, "/streams/s1"_ba);
}

void TestChatEngine::stopTellsTheGatewayAlsoAtTheEndOfTheProgram_data()
{
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("answered") << true;
    QTest::newRow("not answered") << false;
}

void TestChatEngine::stopTellsTheGatewayAlsoAtTheEndOfTheProgram()
{
    QFETCH(const bool, isAnswered);
    ScriptedServer server([isAnswered](const ReceivedRequest& request) -> Script {
        if (request.method == "DELETE")
            return isAnswered ? Script {send(wholeResponse(204, "", ""))} : Script {hold()};
        return {send(chunkedHead(200, "text/event-stream", StreamId) + chunk(gatewayEvent(1, "a"))), hold()};
    });
    {
        ChatEngine engine;
        const std::unique_ptr<StreamHandle> handle = engine.start(askAt(server.url(u""_s), u"sluice"_s));
        QTRY_COMPARE(handle->status().state, StreamState::Streaming);
        handle->stop();
    }

    QTRY_COMPARE_WITH_TIMEOUT(server.requestCount(), 2, 30000); // sent, but the server's thread may come to read it later
    QCOMPARE(server.requests().at(1).method, "DELETE"_ba);
}

void TestChatEngine::destroyingTheHandleClosesTheConnection()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("a"))), hold()}});
    ChatEngine engine;
    std::unique_ptr<StreamHandle> handle = engine.start(askAt(server.url()));
    QTRY_COMPARE(handle->status().state, StreamState::Streaming);

    handle.reset();

    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(engine.activeStreams(), 0);
}

void TestChatEngine::destroyingTheEngineDuringStreamsIsClean()
{
    ScriptedServer server({{send(chunkedHead()), send(chunk(openAiText("a")), 1000000)}});
    {
        ChatEngine engine;
        std::vector<std::unique_ptr<StreamProbe>> probes;
        for (int i = 0; i < 8; ++i)
            probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));
        QTRY_COMPARE_WITH_TIMEOUT(server.requestCount(), 8, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(probes.back()->handle->status().state, StreamState::Streaming, 20000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, 20000);
    {
        ChatEngine engine; // gone before anything of the stream happened
        StreamProbe probe(engine.start(askAt(server.url())));
    }
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestChatEngine::aHandleMayBeDestroyedInsideItsSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("statusChanged") << 0;
    QTest::newRow("frame") << 1;
    QTest::newRow("ended") << 2;
}

void TestChatEngine::aHandleMayBeDestroyedInsideItsSignals()
{
    QFETCH(int, signal);
    ScriptedServer server({answer("Hello")});
    ChatEngine engine;
    std::unique_ptr<StreamHandle> handle = engine.start(askAt(server.url()));
    const auto destroy = [&handle] { handle.reset(); };
    if (signal == 0)
        connect(handle.get(), &StreamHandle::statusChanged, this, destroy);
    else if (signal == 1)
        connect(handle.get(), &StreamHandle::frame, this, destroy);
    else
        connect(handle.get(), &StreamHandle::ended, this, destroy);

    QTRY_VERIFY(!handle);
    QCOMPARE(engine.activeStreams(), 0);
}

void TestChatEngine::whatCanPassIsTriedAgain_data()
{
    QTest::addColumn<Script>("first");
    QTest::newRow("500") << status(500);
    QTest::newRow("503") << status(503);
    QTest::newRow("529") << status(529);
    QTest::newRow("429") << status(429);
    QTest::newRow("408") << status(408);
    QTest::newRow("425") << status(425);
    QTest::newRow("closed before the first word")
        << Script {send(chunkedHead()
                       + chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")),
               closeConnection()};
    QTest::newRow("error event first") << Script {
        send(chunkedHead() + chunk("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n") + lastChunk())};
}

void TestChatEngine::whatCanPassIsTriedAgain()
{
    QFETCH(Script, first);
    ScriptedServer server({first, first, answer("Hello")});
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.text, u"Hello"_s);
    QCOMPARE(probe.handle->figures().reconnects, 2);
    QCOMPARE(probe.states().count(StreamState::Reconnecting), 2);
    QCOMPARE(server.requestCount(), 3);
}

void TestChatEngine::whatCannotPassIsNotTriedAgain_data()
{
    QTest::addColumn<Script>("script");
    QTest::newRow("400") << status(400);
    QTest::newRow("401") << status(401);
    QTest::newRow("404") << status(404);
    QTest::newRow("a web page") << Script {send(wholeResponse(200, "text/html", "<html>"))};
    QTest::newRow("a wait longer than we wait") << status(503, {{"Retry-After", "3600"}});
}

void TestChatEngine::whatCannotPassIsNotTriedAgain()
{
    QFETCH(Script, script);
    ScriptedServer server({script});
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.error());
    QCOMPARE(server.requestCount(), 1);
}

void TestChatEngine::retryAfterIsWaitedFor()
{
    ScriptedServer server({status(429, {{"Retry-After", "1"}}), answer("Hello")});
    ChatEngine engine;
    QElapsedTimer time;
    time.start();

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
    QVERIFY(time.elapsed() >= 1000);
    const auto waiting = std::find_if(probe.statuses.begin(), probe.statuses.end(),
        [](const StreamStatus& status) { return status.state == StreamState::Reconnecting; });
    QVERIFY(waiting != probe.statuses.end());
    QCOMPARE(waiting->attempt, 1);
    QCOMPARE(waiting->delay, Millis(1000));
}

void TestChatEngine::attemptsEnd()
{
    ScriptedServer server({status(503)});
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Server);
    QCOMPARE(server.requestCount(), 4);
}

void TestChatEngine::aBrokenAnswerIsNotAskedForAgain()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Some"))), closeConnection()}});
    ChatEngine engine;

    StreamProbe probe(engine.start(retrying(server.url())));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(probe.text, u"Some"_s);
    QCOMPARE(server.requestCount(), 1);
}

void TestChatEngine::aGatewayStreamIsResumedExactly()
{
    ScriptedServer server([](const ReceivedRequest& request) -> Script {
        const int after = headerValue(request.headers, "last-event-id").toInt();
        QByteArray body;
        for (int i = after + 1; i <= std::min(after + 2, 7); ++i)
            body += gatewayEvent(i, QByteArray::number(i));
        if (after < 6) // breaks in the middle of an event
            return {
                send(chunkedHead(200, "text/event-stream", StreamId) + chunk(body + "id: 99\ndata: half")), closeConnection()};
        return {send(chunkedHead(200, "text/event-stream", StreamId) + chunk(body + GatewayDone) + lastChunk())};
    });
    ChatEngine engine;
    StreamRequest request = askAt(server.url(u""_s), u"sluice"_s);
    request.retry = {.maxAttempts = 1, .base = Millis(1), .cap = Millis(1)};

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.text, u"1234567"_s);
    QCOMPARE(probe.handle->figures().reconnects, 3); // each made progress: the count of attempts starts anew
    QCOMPARE(server.requests().at(1).method, "GET"_ba);
    QCOMPARE(server.requests().at(1).target, "/streams/s1"_ba);
}

void TestChatEngine::aResumeThatIsRefusedKeepsTheFirstError()
{
    ScriptedServer server(
        {{send(chunkedHead(200, "text/event-stream", StreamId) + chunk(gatewayEvent(1, "a"))), closeConnection()}, status(404)});
    ChatEngine engine;
    StreamRequest request = askAt(server.url(u""_s), u"sluice"_s);
    request.retry = {.maxAttempts = 3, .base = Millis(1), .cap = Millis(1)};

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(probe.text, u"a"_s);
    QCOMPARE(server.requestCount(), 2);
}

void TestChatEngine::aQueueThatIsDrainedDuringAPauseIsNoRead()
{
    // The answer breaks with a full queue. It is drained while the stream waits for its next attempt: what was behind the full
    // queue comes first, then the pause, and no watchdog of the dead connection may bark in it.
    QByteArray events;
    for (int i = 1; i <= 3000; ++i)
        events += gatewayEvent(i, "x");
    ScriptedServer server(
        {{send(chunkedHead(200, "text/event-stream", StreamId) + chunk(events) + chunk("retry: 100\n\n")), closeConnection()},
            status(503, {{"Retry-After", "3"}}),
            {send(chunkedHead(200, "text/event-stream", StreamId) + chunk(GatewayDone) + lastChunk())}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url(u""_s), u"sluice"_s);
    request.retry = {.maxAttempts = 3, .base = Millis(1), .cap = Millis(1)};
    request.timeouts.silence = Millis(2000); // less than the pause, more than a thread that stands still
    request.frameInterval = Millis(50);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.text.size(), 3000);
    QCOMPARE(probe.handle->figures().reconnects, 2);
}

void TestChatEngine::modelsAreListed()
{
    ScriptedServer server({{send(wholeResponse(200, "application/json", R"({"data":[{"id":"one"},{"id":"two"}]})"))}});
    ChatEngine engine;
    std::optional<Result<EndpointProbe>> result;

    engine.fetchModels(askAt(server.url()).endpoint, "key", this, [&](const Result<EndpointProbe>& probe) { result = probe; });

    QTRY_VERIFY(result);
    QVERIFY(*result);
    QCOMPARE((*result)->models, QStringList({u"one"_s, u"two"_s}));
    QVERIFY((*result)->latencyMs > 0);
    QCOMPARE(server.requests().front().target, "/v1/models"_ba);
}

void TestChatEngine::modelsFailWithTheirError_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("kind");
    QTest::newRow("401") << status(401) << static_cast<int>(ErrorKind::Auth);
    QTest::newRow("404") << status(404) << static_cast<int>(ErrorKind::Protocol);
    QTest::newRow("HTML") << Script {send(wholeResponse(200, "text/html", "<html>"))} << static_cast<int>(ErrorKind::Protocol);
    QTest::newRow("cut") << Script {send(responseHead(200, "application/json", {{"Content-Length", "99"}}) + "{"),
        closeConnection()}
                         << static_cast<int>(ErrorKind::Network);
    QTest::newRow("endless") << Script {send(chunkedHead(200, "application/json")), send(chunk(QByteArray(65536, ' ')), 100000)}
                             << static_cast<int>(ErrorKind::Overflow);
}

void TestChatEngine::modelsFailWithTheirError()
{
    QFETCH(Script, script);
    QFETCH(int, kind);
    ScriptedServer server({script});
    ChatEngine engine;
    std::optional<Result<EndpointProbe>> result;

    engine.fetchModels(askAt(server.url()).endpoint, {}, this, [&](const Result<EndpointProbe>& probe) { result = probe; });

    QTRY_VERIFY_WITH_TIMEOUT(result, 30000);
    QVERIFY(!*result);
    QCOMPARE(static_cast<int>(result->error().kind), kind);
}

void TestChatEngine::aModelsAnswerForADeadContextIsDropped()
{
    ScriptedServer server({{awaitRelease(), send(wholeResponse(200, "application/json", R"({"data":[]})"))}});
    ChatEngine engine;
    auto context = std::make_unique<QObject>();
    bool called = false;
    engine.fetchModels(askAt(server.url()).endpoint, {}, context.get(), [&](const Result<EndpointProbe>&) { called = true; });
    QTRY_COMPARE(server.waitingForRelease(), 1);

    context.reset();
    server.release();

    // A second question comes back over the same way, behind the first one.
    bool second = false;
    server.release();
    engine.fetchModels(askAt(server.url()).endpoint, {}, this, [&](const Result<EndpointProbe>&) { second = true; });
    QTRY_VERIFY(second);
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestChatEngine)
#include "tst_chatengine.moc"
