// What is measured of a stream is what the server did: real sockets, servers of known timing.
#include "core/engine/chatsession.h"
#include "core/store/historystore.h"
#include "tests/support/inms.h"
#include "tests/support/pacedserver.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/streamprobe.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Finish = openAiFinish() + OpenAiDone;
constexpr int MostTries = 3; // of what a machine that stands still may spoil: the best counts

using Timeline = std::shared_ptr<const StreamTimeline>;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qsizetype(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// "One", a pause until the server is released, " two".
Script pausedAnswer()
{
    return {
        send(chunkedHead() + chunk(openAiText("One"))), awaitRelease(), send(chunk(openAiText(" two") + Finish) + lastChunk())};
}

double longestPart(const StreamTimeline& timeline, StallCause cause)
{
    double longest = 0;
    for (const TimelineStall& stall : timeline.stalls)
        longest = std::max(longest, stall.cause == cause ? stall.lengthMs : 0.0);
    return longest;
}

}

class TestStreamTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gapsAndCountsAreThoseOfTheServer();
    void theFirstQuestionConnectsAndTheSecondDoesNot();
    void withTlsThereIsAHandshake();
    void aCachedAnswerHasNoAttempts();
    void aSilenceOfTheServerIsQuietOfTheNetwork();
    void aBusyConsumerHoldsBack();
    void theQueueIsAsDeepAsWhatCameMeanwhile();
    void aStrategyThatHoldsTextShows();
    void aBrokenAnswerHasAllItsAttempts();
    void onlyAWatchedStreamTellsItsTimeline();
    void whatWasGivenOutDoesNotChange();
    void aStreamThatNeverBeganHasNone();
    void aStoredAnswerIsAskedForItsTimeline();
    void theNewestStreamOfAnAnswerCounts();
};

void TestStreamTimeline::gapsAndCountsAreThoseOfTheServer()
{
    PacedServer server({.pieces = 200, .shortest = Millis(10), .longest = Millis(10)});
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url())));

    QVERIFY(probe.waitForEnd(30000));

    const Timeline timeline = probe.handle->timeline();
    QVERIFY(timeline);
    const std::vector<PacedServer::Sent> sent = server.sent();
    std::vector<double> gaps;
    for (std::size_t i = 1; i < sent.size(); ++i)
        gaps.push_back(inMs(sent[i].at - sent[i - 1].at));
    QCOMPARE(timeline->itlMs.count(), 199);
    const double ratio = timeline->itlMs.percentile(0.5) / median(gaps);
    QVERIFY2(ratio > 0.95 && ratio < 1.05, qPrintable(QString::number(ratio)));
    QCOMPARE(timeline->textDeltas, 200);
    int received = 0;
    int shown = 0;
    for (const TimelineBucket& bucket : timeline->buckets) {
        received += bucket.textDeltas;
        shown += bucket.shownDeltas;
    }
    QCOMPARE(received, 200);
    QCOMPARE(shown, 200);
    QVERIFY(timeline->isEnded);
    QCOMPARE(timeline->wireBytes, probe.handle->figures().wireBytes);
    QCOMPARE(timeline->flushes, 201); // the usage came alone
    QVERIFY(timeline->events >= 200);
    QVERIFY(timeline->holdMs.count() > 0);
    QCOMPARE(timeline->strategies.size(), 1u);
    QCOMPARE(timeline->strategies[0].name, u"none"_s);
    QVERIFY(timeline->lastMs >= *probe.handle->figures().e2eMs - 1);
}

void TestStreamTimeline::theFirstQuestionConnectsAndTheSecondDoesNot()
{
    ScriptedServer server({{send(chunkedHead() + chunk(openAiText("Hi") + Finish) + lastChunk())}});
    ChatEngine engine;
    StreamProbe first(engine.start(askAt(server.url())));
    QVERIFY(first.waitForEnd());
    StreamProbe second(engine.start(askAt(server.url())));
    QVERIFY(second.waitForEnd());

    QCOMPARE(first.handle->timeline()->attempts.size(), 1u);
    const TimelineAttempt made = first.handle->timeline()->attempts[0];
    QVERIFY(!made.reusedConnection);
    QVERIFY(!made.means && !made.brokenBy);
    QVERIFY(made.startMs <= made.connectingMs);
    QVERIFY(made.connectingMs <= made.requestSentMs);
    QVERIFY(made.requestSentMs <= made.headMs);
    QVERIFY(made.headMs <= made.firstDeltaMs);
    QVERIFY(made.firstDeltaMs <= made.endMs);
    QVERIFY(!made.encryptedMs && !made.connectedMs); // not seen
    QCOMPARE(server.connectionsMade(), 1);
    const TimelineAttempt reused = second.handle->timeline()->attempts.at(0);
    QVERIFY(reused.reusedConnection);
    QVERIFY(!reused.connectingMs);
    QVERIFY(reused.requestSentMs);
}

void TestStreamTimeline::withTlsThereIsAHandshake()
{
    ScriptedServer server(
        {{send(chunkedHead() + chunk(openAiText("Hi") + Finish) + lastChunk())}}, ScriptedServer::Security::SelfSignedTls);
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    QFile certificate(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt"));
    QVERIFY(certificate.open(QIODevice::ReadOnly));
    request.transport.caCertificatesPem = certificate.readAll();
    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());

    const TimelineAttempt& attempt = probe.handle->timeline()->attempts.at(0);
    QVERIFY(attempt.encryptedMs);
    QVERIFY(attempt.connectingMs < attempt.encryptedMs);
    QVERIFY(attempt.encryptedMs <= attempt.requestSentMs);
}

void TestStreamTimeline::aCachedAnswerHasNoAttempts()
{
    const QTemporaryDir directory;
    ScriptedServer server({openAiAnswer("Hello")});
    ChatEngine engine(EngineOptions {.cacheDirectory = directory.path()});
    StreamRequest request = askAt(server.url());
    request.cache = {.read = true, .write = true};
    StreamProbe asked(engine.start(request));
    QVERIFY(asked.waitForEnd());
    QTRY_COMPARE(engine.cacheStats().stored, 1);
    StreamProbe cached(engine.start(request));

    QVERIFY(cached.waitForEnd());

    QCOMPARE(server.requestCount(), 1);
    const StreamTimeline& timeline = *cached.handle->timeline();
    QVERIFY(timeline.attempts.empty());
    QCOMPARE(timeline.textDeltas, asked.handle->timeline()->textDeltas);
    QCOMPARE(timeline.wireBytes, 0);
    QVERIFY(timeline.isEnded);
}

void TestStreamTimeline::aSilenceOfTheServerIsQuietOfTheNetwork()
{
    ScriptedServer server({pausedAnswer()});
    ChatEngine engine;
    const TimePoint asked = std::chrono::steady_clock::now();
    StreamProbe probe(engine.start(askAt(server.url())));
    QTRY_COMPARE(probe.text, u"One"_s);

    const TimePoint seen = std::chrono::steady_clock::now();
    TimePoint released = seen;
    QTimer::singleShot(600, &engine, [&] {
        released = std::chrono::steady_clock::now();
        server.release();
    });
    QVERIFY(probe.waitForEnd());

    // "One" came before it was seen, and " two" after the release: however busy the machine is.
    const StreamTimeline& timeline = *probe.handle->timeline();
    QVERIFY2(timeline.longestQuietMs >= inMs(released - seen), qPrintable(QString::number(timeline.longestQuietMs)));
    QVERIFY2(timeline.longestQuietMs <= inMs(std::chrono::steady_clock::now() - asked),
        qPrintable(QString::number(timeline.longestQuietMs)));
    QCOMPARE(longestPart(timeline, StallCause::NetworkQuiet), timeline.longestQuietMs);
    QCOMPARE(longestPart(timeline, StallCause::HeldBack), 0.0);
}

void TestStreamTimeline::aBusyConsumerHoldsBack()
{
    QString wrong = u"not measured"_s;
    for (int tries = 0; !wrong.isEmpty() && tries < MostTries; ++tries) {
        PacedServer server({.pieces = 60, .shortest = Millis(20), .longest = Millis(20)});
        ChatEngine engine;
        TimePoint lastFrame;
        StreamProbe probe(engine.start(askAt(server.url())));
        connect(probe.handle.get(), &StreamHandle::frame, this, [&lastFrame] { lastFrame = std::chrono::steady_clock::now(); });
        QTRY_VERIFY(probe.frames >= 2);

        const TimePoint from = lastFrame;
        QTest::qSleep(600); // what is looked for: an event loop that does not turn
        const int before = probe.frames;
        (void)QTest::qWaitFor([&] { return probe.frames > before; }, 2000); // without one the figures are wrong
        const double stopped = inMs(std::chrono::steady_clock::now() - from);
        QVERIFY(probe.waitForEnd());

        const StreamTimeline& timeline = *probe.handle->timeline();
        const double heldBack = longestPart(timeline, StallCause::HeldBack);
        const double quiet = longestPart(timeline, StallCause::NetworkQuiet);
        const double gap = timeline.itlMs.percentile(0.5);
        const bool isHeldBack = heldBack > 500 && heldBack <= stopped + 40 && timeline.holdMs.max() > 500;
        const bool isNetworkFine = quiet == 0.0 && gap < 30; // it did not mind
        if (isHeldBack && isNetworkFine)
            wrong.clear();
        else
            wrong = u"held back %1 of %2 ms, quiet for %3 ms, gaps of %4 ms"_s.arg(heldBack).arg(stopped).arg(quiet).arg(gap);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TestStreamTimeline::theQueueIsAsDeepAsWhatCameMeanwhile()
{
    QString wrong = u"not measured"_s;
    for (int tries = 0; !wrong.isEmpty() && tries < MostTries; ++tries) {
        PacedServer server({.pieces = 300, .shortest = Millis(5), .longest = Millis(5)});
        ChatEngine engine;
        StreamProbe probe(engine.start(askAt(server.url())));
        QTRY_VERIFY(probe.frames >= 5);

        const TimePoint from = std::chrono::steady_clock::now();
        QTest::qSleep(1000); // as above
        const TimePoint to = std::chrono::steady_clock::now();
        QVERIFY(probe.waitForEnd());

        const std::vector<PacedServer::Sent> all = server.sent();
        const auto meanwhile =
            std::ranges::count_if(all, [&](const PacedServer::Sent& sent) { return sent.at >= from && sent.at <= to; });
        int deepest = 0;
        for (const TimelineBucket& bucket : probe.handle->timeline()->buckets)
            deepest = std::max(deepest, bucket.mostQueued);
        const bool isClose = std::abs(deepest - double(meanwhile)) <= std::max(3.0, 0.02 * double(meanwhile));
        wrong = meanwhile > 100 && isClose ? QString() : u"%1 queued, %2 sent"_s.arg(deepest).arg(meanwhile);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TestStreamTimeline::aStrategyThatHoldsTextShows()
{
    ScriptedServer server({pausedAnswer()});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.strategy = {.name = u"fixed"_s, .size = 5, .stallGuard = Millis(0)};
    StreamProbe probe(engine.start(request));
    probe.handle->setWatched(true);

    QTRY_VERIFY(probe.handle->timeline() && probe.handle->timeline()->textDeltas == 1);
    QTRY_COMPARE(probe.handle->timeline()->buckets.back().mostHeld, 1);
    probe.handle->setStrategy({.name = u"none"_s});
    QTRY_COMPARE(probe.text, u"One"_s);
    server.release();
    QVERIFY(probe.waitForEnd());

    const StreamTimeline& timeline = *probe.handle->timeline();
    QCOMPARE(timeline.strategies.size(), 2u);
    QCOMPARE(timeline.strategies[1].name, u"none"_s);
    QVERIFY(timeline.holdMs.max() > 1);
}

void TestStreamTimeline::aBrokenAnswerHasAllItsAttempts()
{
    const Script broken {send(wholeResponse(503, "application/json", "{}"))};
    ScriptedServer server({broken, {send(chunkedHead() + chunk(openAiText("Hi") + Finish) + lastChunk())}});
    ChatEngine engine;
    StreamRequest request = askAt(server.url());
    request.retry = {.maxAttempts = 3, .base = Millis(10), .cap = Millis(20)};
    StreamProbe probe(engine.start(request));

    QVERIFY(probe.waitForEnd());

    const std::vector<TimelineAttempt>& attempts = probe.handle->timeline()->attempts;
    QCOMPARE(attempts.size(), 2u);
    QCOMPARE(attempts[0].brokenBy, ErrorKind::Server);
    QVERIFY(!attempts[0].firstDeltaMs);
    QVERIFY(attempts[0].endMs <= attempts[1].startMs);
    QVERIFY(!attempts[1].brokenBy);
    QVERIFY(attempts[1].firstDeltaMs);
}

void TestStreamTimeline::onlyAWatchedStreamTellsItsTimeline()
{
    ScriptedServer server({pausedAnswer()});
    ScriptedServer another({pausedAnswer()});
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url())));
    StreamProbe watched(engine.start(askAt(another.url())));
    watched.handle->setWatched(true);
    QSignalSpy changes(probe.handle.get(), &StreamHandle::timelineChanged);
    QSignalSpy ticks(watched.handle.get(), &StreamHandle::timelineChanged); // the time in which nothing else must come
    QTRY_COMPARE(probe.text, u"One"_s);
    ticks.clear();
    QTRY_VERIFY(ticks.count() >= 3);
    QCOMPARE(changes.count(), 0);
    QVERIFY(!probe.handle->timeline());

    probe.handle->setWatched(true);
    QTRY_VERIFY(changes.count() >= 3);
    QCOMPARE(probe.handle->timeline()->textDeltas, 1);
    QVERIFY(!probe.handle->timeline()->isEnded);
    QTRY_VERIFY(probe.handle->timeline()->longestQuietMs > 300); // it grows

    probe.handle->setWatched(false);
    ticks.clear();
    QTRY_VERIFY(ticks.count() >= 2); // one may be on its way
    changes.clear();
    ticks.clear();
    QTRY_VERIFY(ticks.count() >= 3);
    QCOMPARE(changes.count(), 0);

    server.release();
    QVERIFY(probe.waitForEnd());
    QCOMPARE(changes.count(), 1);
    QVERIFY(probe.handle->timeline()->isEnded);
}

void TestStreamTimeline::whatWasGivenOutDoesNotChange()
{
    PacedServer server({.pieces = 150, .shortest = Millis(20), .longest = Millis(20)});
    ChatEngine engine;
    StreamProbe probe(engine.start(askAt(server.url())));
    probe.handle->setWatched(true);
    QTRY_VERIFY(probe.handle->timeline());
    const Timeline early = probe.handle->timeline();
    const StreamTimeline copy = *early;

    QVERIFY(probe.waitForEnd());

    QVERIFY(*early == copy);
    QVERIFY(*probe.handle->timeline() != copy);
}

void TestStreamTimeline::aStreamThatNeverBeganHasNone()
{
    ChatEngine engine;
    StreamRequest request = askAt(QUrl(u"http://127.0.0.1:9"_s));
    request.endpoint.provider = u"none such"_s;
    StreamProbe probe(engine.start(request));
    probe.handle->setWatched(true);

    QVERIFY(probe.waitForEnd());

    QVERIFY(!probe.handle->timeline());
}

void TestStreamTimeline::aStoredAnswerIsAskedForItsTimeline()
{
    const QTemporaryDir directory;
    ScriptedServer server({openAiAnswer("First"), openAiAnswer("Second")});
    ChatEngine engine;
    HistoryStore store(directory.path());
    const auto isAsked = [&](ChatSession& session, int row) {
        Timeline answer;
        bool isAnswered = false;
        session.askTimeline(row, this, [&](const Timeline& timeline) {
            answer = timeline;
            isAnswered = true;
        });
        return QTest::qWaitFor([&] { return isAnswered; }, 30000) ? answer : nullptr;
    };
    Timeline first;
    Timeline second;
    {
        ChatSession session(engine, u"1"_s, nullptr, store.sink(u"1"_s), store.timelines(u"1"_s));
        QCOMPARE(session.timelineRow(), -1);
        session.send(u"One"_s, targetAt(server.url()));
        QTRY_VERIFY(!session.isRunning());
        first = session.timeline();
        QCOMPARE(session.timelineRow(), 1);
        session.send(u"Two"_s, targetAt(server.url()));
        QTRY_VERIFY(!session.isRunning());
        second = session.timeline();
        QCOMPARE(session.timelineRow(), 3);
        QVERIFY(isAsked(session, 3) == second); // not through the disk
        QVERIFY(isAsked(session, 1));
        QCOMPARE(isAsked(session, 1)->textDeltas, first->textDeltas);
        QVERIFY(!session.loadedMessage(3)->figures.strip.isEmpty());
    }
    ChatSession again(engine, u"1"_s, store.source(u"1"_s, {.count = 4, .jumps = {}, .chosen = {}}), store.sink(u"1"_s),
        store.timelines(u"1"_s));
    for (const int row : {1, 3}) {
        const Timeline stored = isAsked(again, row);
        QVERIFY(stored);
        QVERIFY(stored->isEnded);
        QVERIFY(stored->buckets == (row == 1 ? first : second)->buckets);
    }
    QVERIFY(!isAsked(again, 0));
    QVERIFY(!isAsked(again, 99));
    QVERIFY(!again.timeline());
}

void TestStreamTimeline::theNewestStreamOfAnAnswerCounts()
{
    ScriptedServer server({pausedAnswer(), openAiAnswer(" more"), openAiAnswer("Other")});
    ChatEngine engine;
    ChatSession session(engine, u"1"_s);
    session.send(u"One"_s, targetAt(server.url()));
    QTRY_VERIFY(session.loadedMessage(1)->text == u"One"_s);
    session.stop();
    QTRY_VERIFY(!session.isRunning());
    const Timeline stopped = session.timeline();
    QVERIFY(stopped);

    session.continueAnswer(targetAt(server.url()));
    QVERIFY(session.timeline() != stopped);
    QTRY_VERIFY(!session.isRunning());
    const Timeline continued = session.timeline();
    QVERIFY(continued && continued != stopped);
    QCOMPARE(session.timelineRow(), 1);

    session.regenerate(targetAt(server.url()));
    QTRY_VERIFY(!session.isRunning());
    QVERIFY(session.timeline() != continued);
    session.switchSibling(1, -1);
    QCOMPARE(session.timelineRow(), -1); // the one that is not shown
}

QTEST_GUILESS_MAIN(TestStreamTimeline)
#include "tst_streamtimeline.moc"
