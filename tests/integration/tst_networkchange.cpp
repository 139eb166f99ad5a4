#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const HttpHeaders StreamId {{"X-Stream-Id", "s1"}};

StreamRequest patient(const QUrl& url, const QString& provider = u"openai"_s)
{
    StreamRequest request = askAt(url, provider);
    request.retry = {.maxAttempts = 3, .base = Millis(3'600'000), .cap = Millis(3'600'000)};
    return request;
}

/// A gateway whose first connection goes silent after an event.
Script silent(const ReceivedRequest& request)
{
    const QByteArray head = chunkedHead(200, "text/event-stream", StreamId);
    if (request.method == "POST")
        return {send(head + chunk("id: 1\ndata: a\n\n")), hold()};
    return {send(head + chunk("id: 2\ndata: b\n\nid: 3\nevent: done\ndata: {}\n\n") + lastChunk())};
}

}

class TestNetworkChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNetworkThatIsBackEndsThePause();
    void theServersOwnPauseIsNotShortened();
    void noAttemptIsBurntWhileOffline();
    void thisMachineIsReachedOffline();
    void aConnectionThatSleptIsGivenUpSoon();
    void noSleepIsNoticedWhereThereWasNone();
};

void TestNetworkChange::aNetworkThatIsBackEndsThePause()
{
    ScriptedServer server(
        {{closeConnection()}, {send(chunkedHead() + chunk(openAiText("Hello") + openAiFinish() + OpenAiDone) + lastChunk())}});
    ChatEngine engine;
    StreamProbe probe(engine.start(patient(server.url())));
    QTRY_COMPARE(probe.handle->status().state, StreamState::Reconnecting);

    engine.setOffline(true);
    QCOMPARE(server.requestCount(), 1);
    engine.setOffline(false);

    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
    QCOMPARE(probe.text, u"Hello"_s);
}

void TestNetworkChange::theServersOwnPauseIsNotShortened()
{
    ScriptedServer server({{send(wholeResponse(503, "", "", {{"Retry-After", "30"}}))}});
    ChatEngine engine;
    StreamProbe probe(engine.start(patient(server.url())));
    QTRY_COMPARE(probe.handle->status().state, StreamState::Reconnecting);

    engine.checkConnections();
    std::optional<Result<EndpointProbe>> later; // goes the same way, behind it
    engine.fetchModels(askAt(server.url()).endpoint, {}, this, [&](const Result<EndpointProbe>& result) { later = result; });

    QTRY_VERIFY(later);
    QCOMPARE(server.requestCount(), 2);
    QCOMPARE(probe.handle->status().state, StreamState::Reconnecting);
}

// A name that is no address of this machine as far as the address tells, and fails at once.
void TestNetworkChange::noAttemptIsBurntWhileOffline()
{
    ChatEngine engine;
    engine.setOffline(true);
    StreamRequest request = patient(QUrl(u"http://no-such-host.invalid/v1"_s));
    request.retry = {.maxAttempts = 2, .base = Millis(0), .cap = Millis(0)};
    StreamProbe probe(engine.start(request));
    QTRY_VERIFY_WITH_TIMEOUT(probe.handle->status().isOffline && probe.handle->status().delay == Millis(0), 30000);
    QCOMPARE(probe.handle->status().attempt, 1);
    QCOMPARE(probe.handle->status().state, StreamState::Reconnecting);
    const auto reconnects = probe.states().count(StreamState::Connecting);

    engine.setOffline(true);
    QCOMPARE(probe.states().count(StreamState::Connecting), reconnects);
    engine.setOffline(false);

    QVERIFY(probe.waitForEnd(60000));
    QCOMPARE(probe.error()->kind, ErrorKind::Network);
    QCOMPARE(probe.handle->figures().reconnects, 2);
}

void TestNetworkChange::thisMachineIsReachedOffline()
{
    ScriptedServer server(
        {{closeConnection()}, {send(chunkedHead() + chunk(openAiText("Hello") + openAiFinish() + OpenAiDone) + lastChunk())}});
    ChatEngine engine;
    engine.setOffline(true);
    StreamRequest request = patient(server.url());
    request.retry.base = Millis(0);

    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.error());
}

void TestNetworkChange::aConnectionThatSleptIsGivenUpSoon()
{
    std::atomic<qint64> slept = 0;
    ScriptedServer server(silent);
    EngineOptions options;
    options.environment = {.suspendedTime = [&slept] { return Millis(slept); }, .sleepCheck = Millis(5)};
    ChatEngine engine(options);
    StreamRequest request = patient(server.url({}), u"sluice"_s);
    request.retry.base = Millis(0);
    StreamProbe probe(engine.start(request));
    QTRY_COMPARE(probe.text, u"a"_s);

    slept = 60000;

    QVERIFY(probe.waitForEnd(20000)); // the watchdog alone would wait for 30 s
    QVERIFY2(!probe.error(), qPrintable(probe.error().value_or(Error()).message));
    QCOMPARE(probe.text, u"ab"_s);
}

void TestNetworkChange::noSleepIsNoticedWhereThereWasNone()
{
    std::atomic<int> asked = 0;
    ScriptedServer server(silent);
    const auto unchanged = [&asked] {
        ++asked;
        return Millis(1'000'000);
    };
    EngineOptions options;
    options.environment = {.suspendedTime = unchanged, .sleepCheck = Millis(1)};
    ChatEngine engine(options);
    {
        StreamProbe probe(engine.start(patient(server.url({}), u"sluice"_s)));
        QTRY_COMPARE(probe.text, u"a"_s);
        QTRY_VERIFY(asked > 20);
        QCOMPARE(probe.handle->status().state, StreamState::Streaming);
        QCOMPARE(server.requestCount(), 1);
        probe.handle->stop();
        QVERIFY(probe.waitForEnd());
    }
    const Millis real = suspendedTime();
    QVERIFY(real >= Millis(-1) && suspendedTime() - real < Millis(100));
}

QTEST_GUILESS_MAIN(TestNetworkChange)
#include "tst_networkchange.moc"
