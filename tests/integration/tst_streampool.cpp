#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <numeric>
#include <random>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Finish = openAiFinish() + OpenAiDone;

Script answer(const QByteArray& text)
{
    return {send(chunkedHead() + chunk(openAiText(text) + Finish) + lastChunk())};
}

/// Says "a", and the rest when it is released.
Script heldAnswer()
{
    return {send(chunkedHead() + chunk(openAiText("a"))), awaitRelease(), send(chunk(openAiText("b") + Finish) + lastChunk())};
}

Script endlessAnswer()
{
    return {send(chunkedHead() + chunk(openAiText("a"))), hold()};
}

EngineOptions slots(int max, Millis acquireTimeout = Millis(60000))
{
    return {.pool = {.max = max, .acquireTimeout = acquireTimeout}};
}

using Probes = std::vector<std::unique_ptr<StreamProbe>>;

}

class TestStreamPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thirtyStreamsOnEightSlotsAllFinishInTheirOrder();
    void whoWaitsSaysSo();
    void theAcquireTimeoutShowsItsError();
    void aWaiterThatIsStoppedLeavesAtOnce();
    void aWaiterThatIsDroppedLeavesAtOnce();
    void aSlotIsReturnedOnEveryPath_data();
    void aSlotIsReturnedOnEveryPath();
    void aStreamKeepsItsSlotWhileItReconnects();
    void theSizeChangesAtRunTime();
    void theStrategyOfAWaitingStreamCanBeChanged();
    void theEngineMayGoWhileStreamsWait();
    void aThousandRandomAbortsLoseNoSlot();
};

void TestStreamPool::thirtyStreamsOnEightSlotsAllFinishInTheirOrder()
{
    ScriptedServer server({heldAnswer()});
    ChatEngine engine(slots(8));
    Probes probes;
    QList<int> begun;
    for (int i = 0; i < 30; ++i) {
        probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));
        connect(probes.back()->handle.get(), &StreamHandle::statusChanged, this, [&begun, i](const StreamStatus& status) {
            if (status.state == StreamState::Connecting)
                begun.append(i);
        });
    }
    QTRY_COMPARE(server.waitingForRelease(), 8);
    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 8, .active = 8, .available = 0, .waiting = 22}));
    QCOMPARE(server.requestCount(), 8);

    server.release(30);

    for (const auto& probe : probes) {
        QVERIFY(probe->waitForEnd());
        QVERIFY(!probe->error());
        QCOMPARE(probe->text, u"ab"_s);
        QVERIFY2(probe->brokenRules.isEmpty(), qPrintable(probe->brokenRules.join(u'\n')));
    }
    QList<int> inOrder(30);
    std::iota(inOrder.begin(), inOrder.end(), 0);
    QCOMPARE(begun, inOrder);
    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 8, .active = 0, .available = 8, .waiting = 0}));
}

void TestStreamPool::whoWaitsSaysSo()
{
    ScriptedServer server({heldAnswer()});
    ChatEngine engine(slots(1));
    StreamProbe first(engine.start(askAt(server.url())));
    StreamProbe second(engine.start(askAt(server.url())));
    QTRY_COMPARE(second.handle->status().state, StreamState::Queued);
    QCOMPARE(engine.activeStreams(), 2);

    server.release(2);

    QVERIFY(second.waitForEnd());
    QCOMPARE(second.states().first(2), QList({StreamState::Queued, StreamState::Connecting}));
    QCOMPARE(first.states().count(StreamState::Queued), 0);
    // Its figures count from its own request.
    QVERIFY(*second.handle->figures().ttftMs <= *second.handle->figures().e2eMs);
}

void TestStreamPool::theAcquireTimeoutShowsItsError()
{
    ScriptedServer server({endlessAnswer()});
    ChatEngine engine(slots(2, Millis(50)));
    StreamProbe first(engine.start(askAt(server.url())));
    StreamProbe second(engine.start(askAt(server.url())));
    StreamRequest patient = askAt(server.url());
    patient.retry.maxAttempts = 4; // this is an error for the user, not one to try again
    StreamProbe third(engine.start(patient));

    QVERIFY(third.waitForEnd());

    QCOMPARE(third.error()->kind, ErrorKind::Server);
    QVERIFY2(third.error()->message.startsWith("All 2 streams are busy"_L1), qPrintable(third.error()->message));
    QCOMPARE(third.states(), QList({StreamState::Queued, StreamState::Failed}));
    QCOMPARE(third.handle->figures().reconnects, 0);
    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 2, .active = 2, .available = 0, .waiting = 0}));
}

void TestStreamPool::aWaiterThatIsStoppedLeavesAtOnce()
{
    ScriptedServer server({endlessAnswer()});
    ChatEngine engine(slots(1));
    StreamProbe first(engine.start(askAt(server.url())));
    StreamProbe second(engine.start(askAt(server.url())));
    QTRY_COMPARE(engine.poolStats().waiting, 1);

    second.handle->stop();

    QVERIFY(second.waitForEnd());
    QCOMPARE(second.error()->kind, ErrorKind::Cancelled);
    QCOMPARE(second.states(), QList({StreamState::Queued, StreamState::Stopped}));
    QTRY_COMPARE(engine.poolStats().waiting, 0);
    QTRY_COMPARE(server.requestCount(), 1);
}

void TestStreamPool::aWaiterThatIsDroppedLeavesAtOnce()
{
    ScriptedServer server({heldAnswer()});
    ChatEngine engine(slots(1));
    StreamProbe first(engine.start(askAt(server.url())));
    auto second = std::make_unique<StreamProbe>(engine.start(askAt(server.url())));
    StreamProbe third(engine.start(askAt(server.url())));
    QTRY_COMPARE(engine.poolStats().waiting, 2);

    second.reset();

    QTRY_COMPARE(engine.poolStats().waiting, 1);
    server.release(2);
    QVERIFY(third.waitForEnd());
    QVERIFY(!third.error());
    QCOMPARE(server.requestCount(), 2);
}

void TestStreamPool::aSlotIsReturnedOnEveryPath_data()
{
    QTest::addColumn<int>("path");
    int path = 0;
    for (const char* name : {"end", "status", "break", "nothing listens", "stop", "dropped handle", "answered twice"})
        QTest::newRow(name) << path++;
}

void TestStreamPool::aSlotIsReturnedOnEveryPath()
{
    QFETCH(int, path);
    const std::vector<Script> scripts {answer("a"), {send(wholeResponse(500, "application/json", "{}"))},
        {send(chunkedHead() + chunk(openAiText("a"))), resetConnection()}, answer("a"), endlessAnswer(), endlessAnswer(),
        {send(chunkedHead() + chunk(openAiText("a") + Finish + openAiText("b") + Finish)), hold()}};
    ScriptedServer server({scripts[std::size_t(path)]});
    QTcpServer closed; // its port is free again
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QUrl nobody(u"http://127.0.0.1:%1/v1"_s.arg(closed.serverPort()));
    closed.close();
    ChatEngine engine(slots(1));
    QSignalSpy told(&engine, &ChatEngine::poolStatsChanged);
    auto probe = std::make_unique<StreamProbe>(engine.start(askAt(path == 3 ? nobody : server.url())));
    QTRY_VERIFY(!told.isEmpty() && engine.poolStats().max == 1);

    if (path == 4 || path == 5)
        QTRY_COMPARE(probe->text, u"a"_s);
    if (path == 4)
        probe->handle->stop();
    if (path == 5)
        probe.reset();
    else
        QVERIFY(probe->waitForEnd());

    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 1, .active = 0, .available = 1, .waiting = 0}));
}

void TestStreamPool::aStreamKeepsItsSlotWhileItReconnects()
{
    ScriptedServer server({{send(wholeResponse(503, "application/json", "{}"))}, heldAnswer(), answer("second")});
    ChatEngine engine(slots(1));
    StreamRequest retrying = askAt(server.url());
    retrying.retry = {.maxAttempts = 3, .base = Millis(1), .cap = Millis(2)};
    StreamProbe first(engine.start(retrying));
    StreamProbe second(engine.start(askAt(server.url())));
    QTRY_COMPARE(first.text, u"a"_s); // the second attempt
    QCOMPARE(first.handle->figures().reconnects, 1);
    QTRY_COMPARE(second.handle->status().state, StreamState::Queued);

    server.release();

    QVERIFY(first.waitForEnd() && second.waitForEnd());
    QCOMPARE(first.text, u"ab"_s);
    QCOMPARE(second.text, u"second"_s);
}

void TestStreamPool::theSizeChangesAtRunTime()
{
    ScriptedServer server({heldAnswer()});
    ChatEngine engine(slots(1));
    Probes probes;
    for (int i = 0; i < 4; ++i)
        probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));
    QTRY_COMPARE(engine.poolStats().waiting, 3);

    engine.setMaxStreams(3);
    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 3, .active = 3, .available = 0, .waiting = 1}));
    engine.setMaxStreams(2);
    QTRY_COMPARE(engine.poolStats(), (SlotPoolStats {.max = 2, .active = 3, .available = 0, .waiting = 1}));

    server.release(4);
    for (const auto& probe : probes) {
        QVERIFY(probe->waitForEnd());
        QVERIFY(!probe->error());
    }
}

void TestStreamPool::theStrategyOfAWaitingStreamCanBeChanged()
{
    ScriptedServer server({heldAnswer()});
    ChatEngine engine(slots(1));
    StreamProbe first(engine.start(askAt(server.url())));
    StreamRequest held = askAt(server.url());
    held.strategy.name = u"fixed"_s;
    held.strategy.size = 1000;
    held.strategy.stallGuard = Millis(0);
    StreamProbe second(engine.start(held));
    QTRY_COMPARE(second.handle->status().state, StreamState::Queued);

    StrategyOptions none;
    none.name = u"none"_s;
    second.handle->setStrategy(none);
    server.release();

    QTRY_COMPARE(second.text, u"a"_s);
}

void TestStreamPool::theEngineMayGoWhileStreamsWait()
{
    ScriptedServer server({endlessAnswer()});
    auto engine = std::make_unique<ChatEngine>(slots(2));
    Probes probes;
    for (int i = 0; i < 10; ++i)
        probes.push_back(std::make_unique<StreamProbe>(engine->start(askAt(server.url()))));
    QTRY_COMPARE(engine->poolStats().waiting, 8);

    engine.reset();

    QTRY_COMPARE(server.openConnections(), 0);
    QVERIFY(server.requestCount() <= 2);
}

void TestStreamPool::aThousandRandomAbortsLoseNoSlot()
{
    constexpr int Max = 8;
    std::mt19937 random(42);
    const auto below = [&random](std::size_t bound) { return std::size_t(random() % bound); };
    // What the server does goes round; what the client does is random.
    std::atomic<int> asked = 0;
    std::atomic<bool> isOver = false;
    ScriptedServer server([&](const ReceivedRequest&) -> Script {
        if (isOver)
            return {send(chunkedHead() + chunk(openAiText("a"))), awaitOthers(Max), send(chunk(Finish) + lastChunk())};
        switch (asked++ % 4) {
        case 0:
            return answer("whole");
        case 1:
            return {send(chunkedHead() + chunk(openAiText("a"))), closeConnection()};
        case 2:
            return {send(wholeResponse(500, "application/json", "{}"))};
        default:
            return endlessAnswer();
        }
    });
    ChatEngine engine(slots(Max));
    Probes probes;
    for (int aborts = 0; aborts < 1000;) {
        if (probes.size() < 30) {
            probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));
            continue;
        }
        if (below(4) == 0)
            QCoreApplication::processEvents();
        const std::size_t victim = below(probes.size());
        if (below(2) == 0)
            probes[victim]->handle->stop();
        if (below(2) == 0 || !probes[victim]->ends.empty()) {
            probes.erase(probes.begin() + int(victim));
            ++aborts;
        }
        QVERIFY(engine.poolStats().active <= Max);
    }
    probes.clear();
    QTRY_COMPARE_WITH_TIMEOUT(
        engine.poolStats(), (SlotPoolStats {.max = Max, .active = 0, .available = Max, .waiting = 0}), 30000);

    // All of them can be had at the same time.
    isOver = true;
    for (int i = 0; i < Max; ++i)
        probes.push_back(std::make_unique<StreamProbe>(engine.start(askAt(server.url()))));
    for (const auto& probe : probes) {
        QVERIFY(probe->waitForEnd(30000));
        QVERIFY(!probe->error());
    }
}

QTEST_GUILESS_MAIN(TestStreamPool)

#include "tst_streampool.moc"
