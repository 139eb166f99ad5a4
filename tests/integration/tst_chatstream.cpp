#include "core/engine/chatstream.h"
#include "core/net/managerpool.h"
#include "tests/support/inms.h"
#include "tests/support/readingbehind.h"
#include "tests/support/streamprobe.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30000;

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

        const std::optional<TimePoint> first = readBehindItsReader(server, PatienceMs);
        QVERIFY(first);
        QVERIFY(QTest::qWaitFor([&] { return timeline().textDeltas == 1; }, PatienceMs));
        const std::optional<TimePoint> second = readBehindItsReader(server, PatienceMs);
        QVERIFY(second);
        QVERIFY(closed.count() > 0 || closed.wait(PatienceMs));

        const auto figures = closed.first().first().value<StreamFigures>();
        QVERIFY(figures.startedAt);
        QCOMPARE(figures.ttftMs, inMs(*first - *figures.startedAt));
        QCOMPARE(figures.e2eMs, inMs(*second - *figures.startedAt));
        QCOMPARE(timeline().attempts.at(0).firstDeltaMs, figures.ttftMs);
        QCOMPARE(timeline().itlMs.max(), inMs(*second - *first));
        QCOMPARE(std::get<Flush>(link->queue.take(1).at(0)).firstReceived, *first);
    }
};

QTEST_GUILESS_MAIN(TestChatStream)
#include "tst_chatstream.moc"
