// What a scorecard says of servers that are known.
#include "core/gateway/gatewayserver.h"
#include "core/lab/scorecardrun.h"
#include "tests/support/badserver.h"
#include "tests/support/checkruns.h"
#include "tests/support/llamaserver.h"
#include "tests/support/prefillserver.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/socketlist.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 60'000;

/// Two seconds of an answer at LongPace: it is not over before it can be stopped.
const QStringList LongWords = CheckedWords + QStringList(400, u"and "_s);
constexpr Millis LongPace {5};

/// A whole run and its card.
struct Ran : CheckCourse
{
    Scorecard card;

    ScoreLine line(const QString& id) const
    {
        for (const ScoreLine& line : card.lines) {
            if (line.id == id)
                return line;
        }
        return {};
    }
    QString verdict(const QString& id) const
    {
        const ScoreLine found = line(id);
        return found.id.isEmpty() ? u"not there"_s : scoreVerdictName(found.verdict);
    }
};

Ran ran(const QUrl& url, const QString& provider = u"openai"_s)
{
    ChatEngine engine;
    ScorecardRun run(engine, {.endpoint = checkedEndpoint(url, provider)});
    const CheckCourse course = runToEnd(run, PatienceMs);
    return {course, run.card()};
}

QStringList idsOf(const Scorecard& card)
{
    QStringList ids;
    for (const ScoreLine& line : card.lines)
        ids.append(line.id);
    return ids;
}

}

class TestScorecardRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDemoHasNothingThatIsRequiredMissing();
    void theGatewayReplaysAndConfirmsThatItStops();
    void llamaReplaysByOffset();
    void prefillIsSeen_data();
    void prefillIsSeen();
    void aStreamWithoutItsEndMarkFails();
    void aStopThatIsIgnoredFails();
    void aReplayThatLosesTextFails();
    void aStreamOfAnotherTypeFails();
    void aServerThatIsNotThereIsOneFailedLine();
    void aServerThatSendsHtmlSaysNoReasons();
    void stoppingKeepsTheLinesSoFar();
    void nothingListensBehindTheReplay();

private:
    GatewayServer m_gateway;
    quint16 m_port = 0;
};

void TestScorecardRun::initTestCase()
{
    const Result<quint16> port = m_gateway.start();
    QVERIFY(port.has_value());
    m_port = *port;
}

void TestScorecardRun::theDemoHasNothingThatIsRequiredMissing()
{
    const Ran all = ran(QUrl(u"http://127.0.0.1:%1/v1?demo_rate=200"_s.arg(m_port)));

    QCOMPARE(all.finished, 1);
    QCOMPARE(all.problem, QString());
    QCOMPARE(all.card.failures(), 0);
    QStringList every;
    for (const QLatin1StringView id : scoreLineIds())
        every.append(id);
    QCOMPARE(idsOf(all.card), every);
    QVERIFY(!all.card.model.isEmpty());
    for (const QString& id : {u"models"_s, u"answer"_s, u"event_stream"_s, u"utf8"_s, u"events"_s, u"ending"_s, u"usage"_s})
        QCOMPARE(id + u' ' + all.verdict(id), id + u" yes"_s);
    QCOMPARE(all.verdict(u"ttft"_s), u"measured"_s);
    QCOMPARE(all.verdict(u"rate"_s), u"measured"_s);
    QVERIFY(all.line(u"rate"_s).evidence.contains(u"tokens/s"_s));
    QCOMPARE(all.verdict(u"gzip"_s), u"no"_s);
    QCOMPARE(all.verdict(u"http2"_s), u"no"_s);
    QCOMPARE(all.verdict(u"replay"_s), u"no"_s);
    QCOMPARE(all.verdict(u"cancel"_s), u"unseen"_s);
}

void TestScorecardRun::theGatewayReplaysAndConfirmsThatItStops()
{
    const Ran all = ran(QUrl(u"http://127.0.0.1:%1?demo_rate=200"_s.arg(m_port)), u"sluice"_s);

    QCOMPARE(all.card.failures(), 0);
    QCOMPARE(all.verdict(u"ending"_s), u"yes"_s);
    QCOMPARE(all.verdict(u"replay"_s), u"yes"_s);
    QVERIFY(all.line(u"replay"_s).evidence.contains(u"Last-Event-ID"_s));
    QCOMPARE(all.verdict(u"cancel"_s), u"yes"_s);
    QCOMPARE(all.verdict(u"prefill"_s), u"unseen"_s);
}

void TestScorecardRun::llamaReplaysByOffset()
{
    LlamaServer server({.deltas = LongWords, .pace = LongPace});

    const Ran all = ran(server.url());

    QCOMPARE(all.verdict(u"replay"_s), u"yes"_s);
    QVERIFY(all.line(u"replay"_s).evidence.contains(u"offset"_s));
    QCOMPARE(all.verdict(u"cancel"_s), u"yes"_s);
    QVERIFY(!server.stopped().empty());
    QCOMPARE(all.verdict(u"usage"_s), u"yes"_s);
    QCOMPARE(all.verdict(u"errors"_s), u"unseen"_s); // it answers whatever the model is called
}

void TestScorecardRun::prefillIsSeen_data()
{
    QTest::addColumn<int>("prefill");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("continues") << int(PrefillOptions::Prefill::Continues) << u"yes"_s;
    QTest::newRow("echoes") << int(PrefillOptions::Prefill::Echoes) << u"unseen"_s;
    QTest::newRow("refuses") << int(PrefillOptions::Prefill::Refuses) << u"no"_s;
}

void TestScorecardRun::prefillIsSeen()
{
    QFETCH(const int, prefill);
    QFETCH(const QString, verdict);
    PrefillServer server({.prefill = PrefillOptions::Prefill(prefill), .deltas = CheckedWords});

    const Ran all = ran(server.url());

    QCOMPARE(all.verdict(u"prefill"_s), verdict);
}

void TestScorecardRun::aStreamWithoutItsEndMarkFails()
{
    BadServer server({.deltas = CheckedWords, .omitsDone = true});

    const Ran all = ran(server.url());

    QCOMPARE(all.verdict(u"answer"_s), u"yes"_s); // its finish came
    QCOMPARE(all.verdict(u"ending"_s), u"no"_s);
    QVERIFY(all.line(u"ending"_s).isFailure());
    QCOMPARE(all.card.failures(), 1);
}

void TestScorecardRun::aStopThatIsIgnoredFails()
{
    BadServer server({.deltas = LongWords, .pace = LongPace, .ignoresStop = true});

    const Ran all = ran(server.url());

    QVERIFY(all.line(u"cancel"_s).isFailure());
    QCOMPARE(all.card.failures(), 1);
}

void TestScorecardRun::aReplayThatLosesTextFails()
{
    BadServer server({.deltas = CheckedWords, .dropsText = true});

    const Ran all = ran(server.url());

    QVERIFY(all.line(u"replay"_s).isFailure());
    QCOMPARE(all.card.failures(), 1);
}

void TestScorecardRun::aStreamOfAnotherTypeFails()
{
    BadServer server({.deltas = CheckedWords, .contentType = "text/plain; charset=iso-8859-1"});

    const Ran all = ran(server.url());

    QVERIFY(all.line(u"event_stream"_s).isFailure());
    QVERIFY(all.line(u"utf8"_s).isFailure());
    QVERIFY(all.line(u"utf8"_s).evidence.contains(u"iso-8859-1"_s));
}

void TestScorecardRun::aServerThatIsNotThereIsOneFailedLine()
{
    const Ran all = ran(QUrl(u"http://127.0.0.1:1/v1"_s));

    QCOMPARE(all.finished, 1);
    QCOMPARE(idsOf(all.card), QStringList({u"models"_s, u"answer"_s}));
    QCOMPARE(all.card.failures(), 1);
}

void TestScorecardRun::aServerThatSendsHtmlSaysNoReasons()
{
    const QByteArray body = openAiText("One ") + openAiText("two ") + openAiText("three") + openAiFinish() + OpenAiDone;
    ScriptedServer server([body](const ReceivedRequest& request) -> Script {
        if (request.body.contains("no-such-model"))
            return {send(wholeResponse(404, "text/html", "<h1>Not here</h1>"))};
        return {send(chunkedHead() + chunk(body) + lastChunk())};
    });

    const Ran all = ran(server.url());

    QCOMPARE(all.verdict(u"errors"_s), u"no"_s);
    QVERIFY(all.line(u"errors"_s).evidence.contains(u"404"_s));
    QCOMPARE(all.verdict(u"usage"_s), u"no"_s);
}

void TestScorecardRun::stoppingKeepsTheLinesSoFar()
{
    ChatEngine engine;
    ScorecardRun run(engine, {.endpoint = checkedEndpoint(QUrl(u"http://127.0.0.1:%1/v1?demo_rate=200"_s.arg(m_port)))});
    QSignalSpy finished(&run, &ScorecardRun::finished);
    connect(&run, &ScorecardRun::began, &run, [&run](const QString& id) {
        if (id == "http2"_L1)
            run.stop();
    });
    run.start();

    QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, PatienceMs));

    QCOMPARE(finished.size(), 1);
    QVERIFY(run.card().wasStopped);
    QCOMPARE(idsOf(run.card()).last(), u"gzip"_s);
    QTRY_COMPARE(engine.activeStreams(), 0);
}

void TestScorecardRun::nothingListensBehindTheReplay()
{
    ChatEngine engine;
    const Endpoint endpoint = checkedEndpoint(QUrl(u"http://127.0.0.1:%1?demo_rate=200"_s.arg(m_port)), u"sluice"_s);
    ScorecardRun run(engine, {.endpoint = endpoint});
    const ProxyPort port(engine, endpoint);
    int listening = -1;
    connect(&run, &ScorecardRun::began, &run, [&](const QString& id) {
        if (id == "cancel"_L1)
            listening = socketsAt(port.value, ::getsockname).all;
    });
    QSignalSpy finished(&run, &ScorecardRun::finished);
    run.start();

    QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, PatienceMs));

    QVERIFY(port.value != 0);
    QCOMPARE(listening, 0);
}

QTEST_GUILESS_MAIN(TestScorecardRun)
#include "tst_scorecardrun.moc"
