#include "core/engine/chatsession.h"
#include "core/store/cachekey.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/streamprobe.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Finish = openAiFinish() + OpenAiDone;
constexpr CachePolicy Both {.read = true, .write = true};

QByteArray reasoningEvent(const QByteArray& text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"" + text + "\"}}]}\n\n";
}

/// Reasoning, ten words, usage.
Script richAnswer()
{
    QByteArray body = reasoningEvent("Let me ") + reasoningEvent("think.");
    for (int i = 0; i < 10; ++i)
        body += openAiText("word" + QByteArray::number(i) + " ");
    body += openAiFinish() + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":10}}\n\n" + OpenAiDone;
    return {send(chunkedHead() + chunk(body) + lastChunk())};
}

struct Fixture
{
    Fixture() { open(); }

    void open(int maxStreams = 8)
    {
        engine.reset();
        engine = std::make_unique<ChatEngine>(EngineOptions {.pool = {.max = maxStreams}, .cacheDirectory = directory.path()});
    }

    std::unique_ptr<StreamProbe> ask(const StreamRequest& request)
    {
        auto probe = std::make_unique<StreamProbe>(engine->start(request));
        QObject::connect(probe->handle.get(), &StreamHandle::frame, engine.get(), [this](const FrameBatch& batch) {
            cached = cached || batch.cached;
            if (batch.usage)
                usage = batch.usage;
        });
        cached = false;
        usage.reset();
        return probe;
    }

    QString file() const { return directory.filePath(u"cache.db"_s); }

    /// What the engine finds when it looks for the answer to \a request.
    void put(const StreamRequest& request, const RecordedAnswer& answer) const
    {
        ResponseCache cache(file());
        const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
        cache.store(cacheKey(request.endpoint, request.chat), answer, now);
        QCOMPARE(cache.stats().stored, 1);
    }

    QTemporaryDir directory;
    std::unique_ptr<ChatEngine> engine;
    bool cached = false; ///< of the stream asked last
    std::optional<Usage> usage;
};

StreamRequest cachedAt(const QUrl& url, ReplayPace pace = ReplayPace::Instant)
{
    StreamRequest request = askAt(url);
    request.cache = Both;
    request.cache.pace = pace;
    return request;
}

/// No server stands there: what is answered comes from the cache.
const QUrl Nowhere(u"http://127.0.0.1:9/v1"_s);

/// Another program that lets nobody near the file.
class LockedDatabase
{
public:
    explicit LockedDatabase(const QString& file)
    {
        m_isLocked = sqlite3_open(file.toUtf8().constData(), &m_database) == SQLITE_OK
            && sqlite3_exec(m_database, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;", nullptr, nullptr, nullptr)
                == SQLITE_OK;
    }
    ~LockedDatabase() { sqlite3_close(m_database); }
    Q_DISABLE_COPY_MOVE(LockedDatabase)

    bool isLocked() const { return m_isLocked; }

private:
    sqlite3* m_database = nullptr;
    bool m_isLocked = false;
};

RecordedAnswer words(int count, Micros gap)
{
    RecordedAnswer answer;
    for (int i = 0; i < count; ++i)
        answer.append(TextDelta {u"word%1 "_s.arg(i)}, (i + 1) * gap);
    answer.finish(u"stop"_s, (count + 1) * gap);
    return answer;
}

}

class TestResponseReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHitReplaysIdenticallyInEachPace_data();
    void aHitReplaysIdenticallyInEachPace();
    void pacesTakeTheirTime();
    void aChangedParameterMisses();
    void anIncompleteAnswerIsNeverStored_data();
    void anIncompleteAnswerIsNeverStored();
    void anAnswerThatTheConsumerLeftIsNotStored();
    void aPolicyThatIsOffNeitherReadsNorWrites();
    void anAnswerIsStoredAlsoWhenTheProgramEnds();
    void aReplayCanBeStopped();
    void aReplayNeedsNoSlot();
    void aLongReplayWaitsForItsConsumer();
    void limitsAndClearingWorkAtRunTime();
    void aDamagedCacheIsNoErrorForTheUser();
    void aLockedCacheIsNotWaitedFor();
    void anEngineWithoutACacheAsksTheServer();
    void aSessionShowsThatItsAnswerIsCached();
    void regeneratingAsksAgainAndStoresTheNewAnswer();
    void destroyingTheEngineDuringReplaysIsClean();
};

void TestResponseReplay::aHitReplaysIdenticallyInEachPace_data()
{
    QTest::addColumn<ReplayPace>("pace");
    for (const ReplayPace pace : {ReplayPace::Instant, ReplayPace::Paced, ReplayPace::Original})
        QTest::newRow(qPrintable(replayPaceName(pace))) << pace;
}

void TestResponseReplay::aHitReplaysIdenticallyInEachPace()
{
    QFETCH(ReplayPace, pace);
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    const auto live = fixture.ask(cachedAt(server.url()));
    QVERIFY(live->waitForEnd());
    QVERIFY(!fixture.cached);
    const std::optional<Usage> usage = fixture.usage;
    QVERIFY(usage);
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);

    const auto replay = fixture.ask(cachedAt(server.url(), pace));
    QVERIFY(replay->waitForEnd());

    QCOMPARE(server.requestCount(), 1);
    QVERIFY(fixture.cached);
    QCOMPARE(replay->text, live->text);
    QCOMPARE(replay->reasoning, u"Let me think."_s);
    QCOMPARE(replay->textDeltas, live->textDeltas);
    QCOMPARE(fixture.usage, usage);
    QCOMPARE(replay->ends.front(), live->ends.front());
    QVERIFY2(replay->brokenRules.isEmpty(), qPrintable(replay->brokenRules.join(u'\n')));
    QList<StreamState> states = replay->states();
    states.removeOne(StreamState::Streaming); // the end may overtake it
    QCOMPARE(states, QList({StreamState::Waiting, StreamState::Finished}));
    const StreamFigures figures = replay->handle->figures();
    QVERIFY(*figures.ttftMs > 0 && *figures.ttftMs <= *figures.e2eMs); // its own, not those of the first time
    QCOMPARE(figures.textDeltas, 10);
    QCOMPARE(figures.wireBytes, 0);
    QTRY_COMPARE(fixture.engine->cacheStats().hits, 1);
    QCOMPARE(fixture.engine->cacheStats().misses, 1);
    QCOMPARE(fixture.engine->cacheStats().entries, 1);
    QVERIFY(fixture.engine->cacheStats().bytes > 0);
}

void TestResponseReplay::pacesTakeTheirTime()
{
    Fixture fixture;
    fixture.put(cachedAt(Nowhere), words(10, Millis(200)));

    const auto paced = fixture.ask(cachedAt(Nowhere, ReplayPace::Paced));
    QVERIFY(paced->waitForEnd());
    const auto original = fixture.ask(cachedAt(Nowhere, ReplayPace::Original));
    QVERIFY(original->waitForEnd(30000));

    QCOMPARE(original->text, paced->text);
    QVERIFY(*paced->handle->figures().e2eMs >= 9 * 10);
    QVERIFY(*original->handle->figures().ttftMs >= 200);
    QVERIFY(*original->handle->figures().e2eMs >= 11 * 200);
    QVERIFY(original->frames >= 2); // as it went, not at the end
}

void TestResponseReplay::aChangedParameterMisses()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);

    StreamRequest warmer = cachedAt(server.url());
    warmer.chat.temperature = 0.9;
    StreamRequest other = cachedAt(server.url());
    other.chat.model = u"other"_s;
    StreamRequest longer = cachedAt(server.url());
    longer.chat.messages[0].text += u"!"_s;
    for (const StreamRequest& request : {warmer, other, longer}) {
        QVERIFY(fixture.ask(request)->waitForEnd());
        QVERIFY(!fixture.cached);
    }

    QCOMPARE(server.requestCount(), 4);
}

void TestResponseReplay::anIncompleteAnswerIsNeverStored_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("breaks");
    const QByteArray text = openAiText("Hello");
    QTest::newRow("broken") << text << true;
    QTest::newRow("no finish") << text << false;
    QTest::newRow("end mark without a finish") << text + OpenAiDone << false;
    QTest::newRow("an error in mid-stream") << text + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n" << false;
    QTest::newRow("bad JSON") << text + "data: {\"choices\n\n" + Finish << false;
    QTest::newRow("empty") << Finish << false;
}

void TestResponseReplay::anIncompleteAnswerIsNeverStored()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, breaks);
    Script script {send(chunkedHead() + chunk(body))};
    script.push_back(breaks ? closeConnection() : send(lastChunk()));
    ScriptedServer server({script});
    Fixture fixture;

    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QTRY_COMPARE(fixture.engine->cacheStats().misses, 2);
    QCOMPARE(server.requestCount(), 2);

    fixture.engine.reset(); // has written what it would write
    ResponseCache cache(fixture.file());
    const StreamRequest request = cachedAt(server.url());
    QVERIFY(!cache.find(cacheKey(request.endpoint, request.chat), {}));
}

void TestResponseReplay::anAnswerThatTheConsumerLeftIsNotStored()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Hello"))), hold()}});
    Fixture fixture;
    const auto stopped = fixture.ask(cachedAt(server.url()));
    QTRY_COMPARE(stopped->text, u"Hello"_s);
    stopped->handle->stop();
    QVERIFY(stopped->waitForEnd());
    auto dropped = fixture.ask(cachedAt(server.url()));
    QTRY_COMPARE(dropped->text, u"Hello"_s);
    dropped.reset();
    QTRY_COMPARE(fixture.engine->poolStats().active, 0);

    fixture.open();

    const auto again = fixture.ask(cachedAt(server.url()));
    QTRY_COMPARE(again->text, u"Hello"_s);
    QCOMPARE(server.requestCount(), 3);
    QCOMPARE(fixture.engine->cacheStats().entries, 0);
}

void TestResponseReplay::aPolicyThatIsOffNeitherReadsNorWrites()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    StreamRequest off = cachedAt(server.url());
    off.cache = {};
    StreamRequest writing = off;
    writing.cache.write = true;

    QVERIFY(fixture.ask(off)->waitForEnd());
    QVERIFY(fixture.ask(writing)->waitForEnd()); // nothing there to be read, and not read
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);
    QVERIFY(fixture.ask(off)->waitForEnd());

    QVERIFY(!fixture.cached);
    QCOMPARE(server.requestCount(), 3);
    const CacheStats stats = fixture.engine->cacheStats();
    QCOMPARE(stats.hits + stats.misses, 0);
}

void TestResponseReplay::anAnswerIsStoredAlsoWhenTheProgramEnds()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    {
        const auto probe = fixture.ask(cachedAt(server.url()));
        QVERIFY(probe->waitForEnd());
    }
    fixture.open(); // at once

    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());

    QVERIFY(fixture.cached);
    QCOMPARE(server.requestCount(), 1);
}

void TestResponseReplay::aReplayCanBeStopped()
{
    Fixture fixture;
    RecordedAnswer slow;
    slow.append(TextDelta {u"Hello"_s}, Micros(0));
    slow.append(TextDelta {u" never"_s}, std::chrono::hours(1));
    slow.finish(u"stop"_s, std::chrono::hours(1));
    fixture.put(cachedAt(Nowhere), slow);
    const auto replay = fixture.ask(cachedAt(Nowhere, ReplayPace::Original));
    QTRY_COMPARE(replay->text, u"Hello"_s);
    QCOMPARE(replay->handle->status().state, StreamState::Streaming);

    replay->handle->stop();

    QVERIFY(replay->waitForEnd());
    QCOMPARE(replay->text, u"Hello"_s);
    QCOMPARE(replay->error()->kind, ErrorKind::Cancelled);
    QCOMPARE(replay->handle->status().state, StreamState::Stopped);
}

void TestResponseReplay::aReplayNeedsNoSlot()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("a"))), hold()}});
    Fixture fixture;
    fixture.open(1);
    fixture.put(cachedAt(Nowhere), words(10, Millis(1)));
    const auto busy = fixture.ask(askAt(server.url()));
    QTRY_COMPARE(busy->text, u"a"_s);

    const auto replay = fixture.ask(cachedAt(Nowhere));

    QVERIFY(replay->waitForEnd());
    QVERIFY(!replay->error());
    QCOMPARE(fixture.engine->poolStats().active, 1);
}

void TestResponseReplay::aLongReplayWaitsForItsConsumer()
{
    Fixture fixture;
    constexpr int Count = 20'000; // many times what the queue holds
    fixture.put(cachedAt(Nowhere), words(Count, Micros(10)));
    StreamRequest request = cachedAt(Nowhere);
    request.frameInterval = Millis(3'600'000); // the first frame comes at once, the second not while we look
    const auto replay = fixture.ask(request);
    QTRY_COMPARE(replay->frames, 1);

    replay->handle->setFrameInterval(Millis(0));

    QVERIFY(replay->waitForEnd(30000));
    QVERIFY(!replay->error());
    QString whole;
    for (int i = 0; i < Count; ++i)
        whole += u"word%1 "_s.arg(i);
    QCOMPARE(replay->text, whole);
    QCOMPARE(replay->textDeltas, Count);
}

void TestResponseReplay::limitsAndClearingWorkAtRunTime()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    QVERIFY(fixture.engine->hasCache());
    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QTRY_COMPARE(fixture.engine->cacheStats().entries, 1);

    fixture.engine->clearCache();
    QTRY_COMPARE(fixture.engine->cacheStats().entries, 0);
    fixture.engine->setCacheLimits({.maxBytes = 10});
    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());

    QCOMPARE(server.requestCount(), 3);
}

void TestResponseReplay::aDamagedCacheIsNoErrorForTheUser()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    fixture.engine.reset();
    QFile file(fixture.file());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("garbage ").repeated(1000));
    file.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^The response cache was damaged"_s));
    fixture.open();

    const auto first = fixture.ask(cachedAt(server.url()));
    QVERIFY(first->waitForEnd());
    QVERIFY(!first->error());
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);

    QVERIFY(fixture.ask(cachedAt(server.url()))->waitForEnd());
    QVERIFY(fixture.cached);
    QVERIFY(QFile::exists(fixture.file() + u".damaged"_s));
}

void TestResponseReplay::aLockedCacheIsNotWaitedFor()
{
    ScriptedServer server({richAnswer()});
    Fixture fixture;
    fixture.put(cachedAt(Nowhere), words(1, Micros(1))); // the file is there
    LockedDatabase lock(fixture.file());
    QVERIFY(lock.isLocked());

    const auto probe = fixture.ask(cachedAt(server.url()));

    QVERIFY(probe->waitForEnd());
    QVERIFY(!probe->error());
    QVERIFY(!fixture.cached);
}

void TestResponseReplay::anEngineWithoutACacheAsksTheServer()
{
    ScriptedServer server({richAnswer()});
    ChatEngine engine;
    QVERIFY(!engine.hasCache());
    engine.clearCache();
    engine.setCacheLimits({});
    for (int i = 0; i < 2; ++i) {
        StreamProbe probe(engine.start(cachedAt(server.url())));
        QVERIFY(probe.waitForEnd());
    }

    QCOMPARE(server.requestCount(), 2);
    QCOMPARE(engine.cacheStats(), CacheStats());
}

void TestResponseReplay::aSessionShowsThatItsAnswerIsCached()
{
    ScriptedServer server({openAiAnswer("Hello")});
    Fixture fixture;
    ChatSession first(*fixture.engine, u"1"_s);
    first.send(u"Hi"_s, targetAt(server.url()));
    QTRY_VERIFY(!first.isRunning());
    QVERIFY(!first.loadedMessage(1)->figures.cached);
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);

    ChatSession second(*fixture.engine, u"2"_s);
    second.send(u"Hi"_s, targetAt(server.url()));
    QTRY_VERIFY(!second.isRunning());
    SessionTarget off = targetAt(server.url());
    off.cache = {};
    ChatSession third(*fixture.engine, u"3"_s);
    third.send(u"Hi"_s, off);
    QTRY_VERIFY(!third.isRunning());

    const Message cached = *second.loadedMessage(1);
    QVERIFY(cached.figures.cached);
    QCOMPARE(cached.text, u"Hello"_s);
    QCOMPARE(cached.state, MessageState::Complete);
    QCOMPARE(cached.finishReason, u"stop"_s);
    QCOMPARE(cached.figures.usage.completionTokens, 2);
    QVERIFY(cached.figures.ttftMs && cached.figures.e2eMs);
    QVERIFY(!third.loadedMessage(1)->figures.cached);
    QCOMPARE(server.requestCount(), 2);
}

void TestResponseReplay::regeneratingAsksAgainAndStoresTheNewAnswer()
{
    ScriptedServer server({openAiAnswer("first"), openAiAnswer("second")});
    Fixture fixture;
    ChatSession session(*fixture.engine, u"1"_s);
    session.send(u"Hi"_s, targetAt(server.url()));
    QTRY_VERIFY(!session.isRunning());
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 1);

    session.regenerate(targetAt(server.url()));
    QTRY_VERIFY(!session.isRunning());
    QCOMPARE(session.loadedMessage(1)->text, u"second"_s);
    QVERIFY(!session.loadedMessage(1)->figures.cached);
    QTRY_COMPARE(fixture.engine->cacheStats().stored, 2);

    ChatSession other(*fixture.engine, u"2"_s);
    other.send(u"Hi"_s, targetAt(server.url()));
    QTRY_VERIFY(!other.isRunning());
    QCOMPARE(other.loadedMessage(1)->text, u"second"_s);
    QVERIFY(other.loadedMessage(1)->figures.cached);
    QCOMPARE(server.requestCount(), 2);
}

void TestResponseReplay::destroyingTheEngineDuringReplaysIsClean()
{
    Fixture fixture;
    fixture.put(cachedAt(Nowhere), words(1000, Millis(10)));
    for (int round = 0; round < 10; ++round) {
        std::vector<std::unique_ptr<StreamProbe>> probes;
        for (int i = 0; i < 8; ++i)
            probes.push_back(std::make_unique<StreamProbe>(fixture.engine->start(cachedAt(Nowhere, ReplayPace::Original))));
        if (round % 2 == 0)
            QTRY_VERIFY(!probes.back()->text.isEmpty());
        fixture.engine.reset();
        probes.clear();
        fixture.open();
    }
    QCOMPARE(fixture.engine->activeStreams(), 0);
}

QTEST_GUILESS_MAIN(TestResponseReplay)

#include "tst_responsereplay.moc"
