#include "core/engine/chatsession.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/streamprobe.h"

#include <QElapsedTimer>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const HttpHeaders LlamaCpp {{"Server", "llama.cpp"}};
const HttpHeaders StreamId {{"X-Stream-Id", "s1"}};

/// A provider's server in the middle of an answer, and how it is told to stop.
struct Case
{
    QString provider;
    QString path = u"/v1"_s;
    QByteArray events;
    HttpHeaders headers = {};
    QByteArray stopMethod = {}; ///< empty = closing the connection is enough
    QByteArray stopTarget = {};
};

Case openAi()
{
    return {.provider = u"openai"_s, .events = openAiText("Some")};
}

Case llama()
{
    Case one = openAi();
    one.headers = LlamaCpp;
    one.stopMethod = "DELETE";
    one.stopTarget = "/v1/stream?conv_id=";
    return one;
}

Case responses()
{
    return {.provider = u"responses"_s,
        .events = "data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r1\"}}\n\n"
                  "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"Some\"}\n\n",
        .stopMethod = "POST",
        .stopTarget = "/v1/responses/r1/cancel"};
}

Case anthropic()
{
    return {.provider = u"anthropic"_s,
        .events = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                  "\"delta\":{\"type\":\"text_delta\",\"text\":\"Some\"}}\n\n"};
}

Case gateway()
{
    return {.provider = u"sluice"_s,
        .path = {},
        .events = "id: 1\ndata: Some\n\n",
        .headers = StreamId,
        .stopMethod = "DELETE",
        .stopTarget = "/streams/s1"};
}

bool isStop(const ReceivedRequest& request, const Case& one)
{
    return !one.stopMethod.isEmpty() && request.method == one.stopMethod && request.target.startsWith(one.stopTarget);
}

ScriptedServer::Handler serverOf(const Case& one, const Script& stopAnswer)
{
    return [one, stopAnswer](const ReceivedRequest& request) -> Script {
        if (isStop(request, one))
            return stopAnswer;
        return {send(chunkedHead(200, "text/event-stream", one.headers) + chunk(one.events)), hold()};
    };
}

constexpr int MostTries = 5; // of what a machine that stands still may spoil: the best counts

const Script NoContent {send(wholeResponse(204, "", ""))};

}

Q_DECLARE_METATYPE(Case)

class TestStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServerSeesAStopWithinATenthOfASecond_data();
    void theServerSeesAStopWithinATenthOfASecond();
    void aStopThatIsNotAnsweredIsUnknown_data();
    void aStopThatIsNotAnsweredIsUnknown();
    void aStopBeforeTheHeadNamesTheAnswer();
    void aStopOfWhatHasNoNameYetIsUnknown();
    void aStopWhileReconnectingTellsTheServer();
    void theConversationGoesOnAtOnceAndHearsOfItLater();
    void theWordsOfAStop();

private:
    void stopAndSee(const Case& one, qint64& seenAfter);
};

void TestStop::theServerSeesAStopWithinATenthOfASecond_data()
{
    QTest::addColumn<Case>("one");
    for (const Case& one : {openAi(), llama(), responses(), anthropic(), gateway()})
        QTest::addRow("%ls%s", qUtf16Printable(one.provider), one.headers == LlamaCpp ? " (llama.cpp)" : "") << one;
}

void TestStop::theServerSeesAStopWithinATenthOfASecond()
{
    QFETCH(const Case, one);
    qint64 quickest = std::numeric_limits<qint64>::max();
    for (int tries = 0; quickest >= 100 && tries < MostTries && !QTest::currentTestFailed(); ++tries) {
        qint64 seenAfter = quickest;
        stopAndSee(one, seenAfter);
        quickest = std::min(quickest, seenAfter);
    }
    QVERIFY2(quickest < 100, qPrintable(QString::number(quickest)));
}

/// \a seenAfter: how many milliseconds it took until the server saw it.
void TestStop::stopAndSee(const Case& one, qint64& seenAfter)
{
    ScriptedServer server(serverOf(one, NoContent));
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url(one.path), one.provider)));
    QTRY_COMPARE(probe.text, u"Some"_s);
    const int requests = one.stopMethod.isEmpty() ? 1 : 2;

    QElapsedTimer time;
    time.start();
    probe.handle->stop();
    // The connection of the answer is closed; where there is a stop call, it may have left one open for what comes next.
    while (time.elapsed() < 20'000 && (server.openConnections() > requests - 1 || server.requestCount() < requests))
        QTest::qWait(1);
    seenAfter = time.elapsed();

    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.states().last(), StreamState::Stopped);
    if (requests == 1) {
        QVERIFY(!probe.handle->awaitsServerStop());
        QCOMPARE(probe.serverStops, QList<ServerStop>());
        return;
    }
    QVERIFY(isStop(server.requests().back(), one));
    QTRY_COMPARE(probe.serverStops, QList({ServerStop::Confirmed}));
    QCOMPARE(probe.handle->status().serverStop, ServerStop::Confirmed);
    QCOMPARE(probe.brokenRules, QStringList());
}

void TestStop::aStopThatIsNotAnsweredIsUnknown_data()
{
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("refused") << true;
    QTest::newRow("the server hangs up") << false;
}

void TestStop::aStopThatIsNotAnsweredIsUnknown()
{
    QFETCH(const bool, isRefused);
    const Script refusal {send(wholeResponse(500, "", ""))};
    ScriptedServer server(serverOf(gateway(), isRefused ? refusal : Script {closeConnection()}));
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url({}), u"sluice"_s)));
    QTRY_COMPARE(probe.text, u"Some"_s);

    probe.handle->stop();

    QTRY_COMPARE(probe.serverStops, QList({ServerStop::Unknown}));
    QCOMPARE(probe.handle->status().state, StreamState::Stopped);
    QCOMPARE(probe.handle->status().serverStop, ServerStop::Unknown);
}

void TestStop::aStopBeforeTheHeadNamesTheAnswer()
{
    ScriptedServer server([](const ReceivedRequest& request) { return request.method == "POST" ? Script {hold()} : NoContent; });
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url())));
    QTRY_COMPARE(server.requestCount(), 1);
    QTRY_COMPARE(probe.handle->status().state, StreamState::Waiting);

    probe.handle->stop();

    QTRY_COMPARE(probe.serverStops, QList({ServerStop::Confirmed}));
    const QByteArray name = headerValue(server.requests().front().headers, "x-conversation-id");
    QVERIFY(name.size() >= 32);
    QCOMPARE(server.requests().back().target, "/v1/stream?conv_id=" + name);
}

void TestStop::aStopOfWhatHasNoNameYetIsUnknown()
{
    ScriptedServer server({{send(chunkedHead(200, "text/event-stream")), hold()}});
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url(), u"responses"_s)));
    QTRY_COMPARE(server.requestCount(), 1);
    QTRY_COMPARE(probe.handle->status().state, StreamState::Waiting);

    probe.handle->stop();

    QTRY_COMPARE(probe.serverStops, QList({ServerStop::Unknown}));
    QCOMPARE(server.requestCount(), 1);
}

void TestStop::aStopWhileReconnectingTellsTheServer()
{
    ScriptedServer server([](const ReceivedRequest& request) -> Script {
        if (request.method == "POST")
            return {send(chunkedHead(200, "text/event-stream", StreamId) + chunk(gateway().events)), closeConnection()};
        return request.method == "DELETE" ? NoContent : Script {send(wholeResponse(503, "", "", {{"Retry-After", "30"}}))};
    });
    ChatEngine engine;
    StreamRequest request = askAt(server.url({}), u"sluice"_s);
    request.retry = {.maxAttempts = 3, .base = Millis(0), .cap = Millis(0)};
    StreamProbe probe(engine.start(request));
    QTRY_COMPARE(server.requestCount(), 2);
    QTRY_COMPARE(probe.handle->status().state, StreamState::Reconnecting);

    probe.handle->stop();

    QTRY_COMPARE(probe.serverStops, QList({ServerStop::Confirmed}));
    QCOMPARE(server.requests().back().method, "DELETE"_ba);
}

void TestStop::theConversationGoesOnAtOnceAndHearsOfItLater()
{
    ScriptedServer server([posts = 0](const ReceivedRequest& request) mutable -> Script {
        if (request.method == "DELETE")
            return {awaitRelease(), send(wholeResponse(204, "", ""))};
        if (posts++ == 0)
            return {send(chunkedHead(200, "text/event-stream", LlamaCpp) + chunk(openAiText("Some"))), hold()};
        return openAiAnswer("Second");
    });
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"One"_s, targetAt(server.url()));
    QTRY_COMPARE(session.loadedMessage(1)->text, u"Some"_s);

    session.stop();
    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.loadedMessage(1)->state, MessageState::Stopped);
    QCOMPARE(session.loadedMessage(1)->serverStop, ServerStop::NotAsked);
    session.send(u"Two"_s, targetAt(server.url()));
    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.loadedMessage(3)->text, u"Second"_s);
    QCOMPARE(session.loadedMessage(1)->serverStop, ServerStop::NotAsked);

    server.release();

    QTRY_COMPARE(session.loadedMessage(1)->serverStop, ServerStop::Confirmed);
    QCOMPARE(session.loadedMessage(3)->serverStop, ServerStop::NotAsked);
}

void TestStop::theWordsOfAStop()
{
    QCOMPARE(stoppedName(ServerStop::NotAsked), u"stopped"_s);
    QCOMPARE(stoppedName(ServerStop::Confirmed), u"stopped (server confirmed)"_s);
    QCOMPARE(stoppedName(ServerStop::Unknown), u"stopped (server unknown)"_s);
}

QTEST_GUILESS_MAIN(TestStop)
#include "tst_stop.moc"
