#include "core/engine/chatstream.h"
#include "core/net/managerpool.h"
#include "core/net/socketactivity.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/streamprobe.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30000;

double ms(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// Lets \a server send its next piece, and the stream's thread do something else until Qt's own one reads it: when that was.
std::optional<TimePoint> readBehindTheStream(ScriptedServer& server)
{
    const std::optional<TimePoint> before = lastSocketActivity();
    server.release();
    for (const QDeadlineTimer patience(PatienceMs); lastSocketActivity() == before && !patience.hasExpired();)
        QThread::yieldCurrentThread();
    return lastSocketActivity() == before ? std::nullopt : lastSocketActivity();
}

}

/// What a stream measures in its own thread, without an engine around it.
class TestChatStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsFiguresAreThoseOfItsSocket()
    {
#ifndef Q_OS_LINUX
        QSKIP("not known on this system");
#endif
        ScriptedServer server({{send(chunkedHead()), awaitRelease(), send(chunk(openAiText("One"))), awaitRelease(),
            send(chunk(openAiText(" two") + openAiFinish() + OpenAiDone) + lastChunk())}});
        const auto link = std::make_shared<StreamLink>([] { });
        ChatStream stream(askAt(server.url()), *providerNamed(u"openai"), std::make_shared<ManagerPool>(), link,
            {.random = [] { return 0.5; }, .newName = newReplayName, .metrics = nullptr});
        QSignalSpy closed(&stream, &StreamRun::closed);
        stream.start();
        const auto timeline = [&] { return stream.arrivals()->timeline; };
        QVERIFY(QTest::qWaitFor([&] { return timeline().attempts.at(0).headMs.has_value(); }, PatienceMs));

        const std::optional<TimePoint> first = readBehindTheStream(server);
        QVERIFY(first);
        QVERIFY(QTest::qWaitFor([&] { return timeline().textDeltas == 1; }, PatienceMs));
        const std::optional<TimePoint> second = readBehindTheStream(server);
        QVERIFY(second);
        QVERIFY(closed.count() > 0 || closed.wait(PatienceMs));

        const auto figures = closed.first().first().value<StreamFigures>();
        QVERIFY(figures.startedAt);
        QCOMPARE(figures.ttftMs, ms(*first - *figures.startedAt));
        QCOMPARE(figures.e2eMs, ms(*second - *figures.startedAt));
        QCOMPARE(timeline().attempts.at(0).firstDeltaMs, figures.ttftMs);
        QCOMPARE(timeline().itlMs.max(), ms(*second - *first));
        QCOMPARE(std::get<Flush>(link->queue.take(1).at(0)).firstReceived, *first);
    }
};

QTEST_GUILESS_MAIN(TestChatStream)
#include "tst_chatstream.moc"
