// The checklist against a server that does well, and against servers that do not.
#include "core/gateway/gatewayserver.h"
#include "core/lab/resiliencerun.h"
#include "tests/support/badserver.h"
#include "tests/support/checkruns.h"
#include "tests/support/llamaserver.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/socketlist.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 120'000;

/// A whole run and its report.
struct Ran : CheckCourse
{
    ResilienceReport report;

    const ResilienceResult* find(const QString& id) const
    {
        for (const ResilienceResult& result : report.results) {
            if (result.id == id)
                return &result;
        }
        return nullptr;
    }
    CheckVerdict verdict(const QString& id) const { return find(id) ? find(id)->verdict : CheckVerdict::NotApplicable; }
    QStringList failures() const
    {
        QStringList all;
        for (const ResilienceResult& result : report.results) {
            if (result.verdict == CheckVerdict::Fail)
                all.append(result.id + u": "_s + result.why);
        }
        return all;
    }
};

Ran ran(const ResilienceOptions& options)
{
    ChatEngine engine;
    ResilienceRun run(engine, options);
    const CheckCourse course = runToEnd(run, PatienceMs);
    return {course, run.report()};
}

}

class TestResilienceRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theGatewayPassesEveryCheckByReplay();
    void theDemoPassesEveryCheckByPayingAgain();
    void whatMayNotBePaidAgainIsKept();
    void aServerWhoseReplayLosesTextFails();
    void aServerWithoutAnAnswerFailsAndTheRestIsNotApplicable();
    void stoppingInTheMiddleKeepsWhatWasSeen();
    void nothingListensWhenItHasFinished();
    void anEndpointThatGoesOnIsToldToStopBeforeNothingListens();
    void aProxyThatIsUsedIsAnObjection_data();
    void aProxyThatIsUsedIsAnObjection();
    void anEndpointThatNoProxyCanStandBeforeIsSaidToBeSo_data();
    void anEndpointThatNoProxyCanStandBeforeIsSaidToBeSo();

private:
    QUrl gateway(const QString& path) const { return QUrl(u"http://127.0.0.1:%1%2?demo_rate=400"_s.arg(m_port).arg(path)); }

    GatewayServer m_gateway;
    quint16 m_port = 0;
};

void TestResilienceRun::initTestCase()
{
    const Result<quint16> port = m_gateway.start();
    QVERIFY(port.has_value());
    m_port = *port;
}

void TestResilienceRun::theGatewayPassesEveryCheckByReplay()
{
    const Ran all = ran({.endpoint = checkedEndpoint(gateway({}), u"sluice"_s)});

    QCOMPARE(all.finished, 1);
    QCOMPARE(all.problem, QString());
    QCOMPARE(all.failures(), QStringList());
    QCOMPARE(all.report.results.size(), resilienceChecks().size());
    QCOMPARE(all.order.size(), qsizetype(2 * resilienceChecks().size()));
    QCOMPARE(all.order.first(2), QStringList({u"began undisturbed"_s, u"done undisturbed"_s}));
    QCOMPARE(all.report.isRepeatable, std::optional(true));
    for (const ResilienceResult& result : all.report.results) {
        const bool isTwice = result.id == "event-twice"_L1;
        QVERIFY2(result.verdict == CheckVerdict::Pass || isTwice, qPrintable(result.id + u": "_s + result.why));
        QVERIFY2(result.paidRequests <= 1 || result.id == "no-answer"_L1, qPrintable(result.id));
        const bool isRefused = result.id == "status-401"_L1;
        const bool isCompared = !isTwice && !isRefused && result.id != "undisturbed"_L1 && result.id != "damaged"_L1;
        QVERIFY2(!isCompared || result.text == TextMatch::Identical, qPrintable(result.id));
    }
    QCOMPARE(all.find(u"cut-in-event"_s)->resumedBy, QList {ResumeMeans::LastEventId});
    QCOMPARE(all.find(u"status-401"_s)->paidRequests, 0);
    QVERIFY(all.find(u"status-503"_s)->took >= RefusalWait);
    QVERIFY(all.find(u"stall"_s)->took >= ShortStall);
}

void TestResilienceRun::theDemoPassesEveryCheckByPayingAgain()
{
    const Ran all = ran({.endpoint = checkedEndpoint(gateway(u"/v1"_s)),
        .mayPayAgain = true,
        .only = {u"cut-between-events"_s, u"cut-in-character"_s, u"reset"_s, u"ends-early"_s, u"cut-twice"_s, u"cut-gzip"_s,
            u"damaged"_s}});

    QCOMPARE(all.failures(), QStringList());
    QCOMPARE(all.report.results.size(), std::size_t(9));
    QCOMPARE(all.report.count(CheckVerdict::Pass), 9);
    QCOMPARE(all.find(u"cut-twice"_s)->paidRequests, 3);
    for (const QString& id : {u"cut-between-events"_s, u"cut-in-character"_s, u"reset"_s}) {
        QCOMPARE(all.find(id)->text, TextMatch::Identical);
        QVERIFY(all.find(id)->paidRequests > 1);
    }
}

void TestResilienceRun::whatMayNotBePaidAgainIsKept()
{
    const Ran all = ran({.endpoint = checkedEndpoint(gateway(u"/v1"_s)), .only = {u"cut-in-event"_s, u"no-answer"_s}});

    QCOMPARE(all.failures(), QStringList());
    QCOMPARE(all.find(u"cut-in-event"_s)->verdict, CheckVerdict::Pass);
    QCOMPARE(all.find(u"cut-in-event"_s)->text, TextMatch::PrefixKept);
    QCOMPARE(all.find(u"cut-in-event"_s)->paidRequests, 1);
    QCOMPARE(all.find(u"no-answer"_s)->text, TextMatch::Identical);
}

void TestResilienceRun::aServerWhoseReplayLosesTextFails()
{
    BadServer server({.deltas = CheckedWords, .dropsText = true});

    const Ran all =
        ran({.endpoint = checkedEndpoint(server.url()), .model = u"m"_s, .only = {u"cut-between-events"_s, u"drip"_s}});

    QCOMPARE(all.verdict(u"undisturbed"_s), CheckVerdict::Pass);
    QCOMPARE(all.verdict(u"drip"_s), CheckVerdict::Pass);
    QCOMPARE(all.verdict(u"cut-between-events"_s), CheckVerdict::Fail);
    QCOMPARE(all.find(u"cut-between-events"_s)->text, TextMatch::Differs);
    QVERIFY(all.find(u"cut-between-events"_s)->why.contains(u"differs"_s));
}

void TestResilienceRun::aServerWithoutAnAnswerFailsAndTheRestIsNotApplicable()
{
    ScriptedServer server([](const ReceivedRequest&) -> Script { return {send(wholeResponse(404, "application/json", "{}"))}; });

    const Ran all = ran({.endpoint = checkedEndpoint(server.url())});

    QCOMPARE(all.verdict(u"undisturbed"_s), CheckVerdict::Fail);
    QCOMPARE(all.report.count(CheckVerdict::Fail), 1);
    QCOMPARE(all.report.count(CheckVerdict::NotApplicable), int(resilienceChecks().size()) - 1);
    QVERIFY(!all.report.isRepeatable.has_value());
    QCOMPARE(server.requestCount(), 1);
}

void TestResilienceRun::stoppingInTheMiddleKeepsWhatWasSeen()
{
    ChatEngine engine;
    ResilienceRun run(engine, {.endpoint = checkedEndpoint(gateway({}), u"sluice"_s)});
    QSignalSpy finished(&run, &ResilienceRun::finished);
    QStringList began;
    connect(&run, &ResilienceRun::began, &run, [&](const QString& id) {
        began.append(id);
        if (id == "cut-in-event"_L1)
            QMetaObject::invokeMethod(&run, &ResilienceRun::stop, Qt::QueuedConnection);
    });
    run.start();

    QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, PatienceMs));

    run.stop();
    QCOMPARE(finished.size(), 1);
    QVERIFY(run.report().wasStopped);
    QCOMPARE(began.size(), 4);
    QCOMPARE(run.report().results.size(), std::size_t(3));
    QTRY_COMPARE(engine.activeStreams(), 0);
}

void TestResilienceRun::nothingListensWhenItHasFinished()
{
    ChatEngine engine;
    const Endpoint endpoint = checkedEndpoint(gateway({}), u"sluice"_s);
    ResilienceRun run(engine, {.endpoint = endpoint, .only = {u"cut-in-event"_s}});
    const ProxyPort port(engine, endpoint);
    int listening = -1;
    connect(&run, &ResilienceRun::finished, &run, [&] { listening = socketsAt(port.value, ::getsockname).all; });
    run.start();

    QVERIFY(QTest::qWaitFor([&] { return listening >= 0; }, PatienceMs));

    QVERIFY(port.value != 0);
    QCOMPARE(listening, 0);
}

void TestResilienceRun::anEndpointThatGoesOnIsToldToStopBeforeNothingListens()
{
    LlamaServer server({.deltas = CheckedWords, .pace = Millis(1000)}); // not over before it is told to stop
    ChatEngine engine;
    const Endpoint endpoint = checkedEndpoint(server.url());
    ResilienceRun run(engine, {.endpoint = endpoint});
    const ProxyPort port(
        engine, endpoint, [&run] { QMetaObject::invokeMethod(&run, &ResilienceRun::stop, Qt::QueuedConnection); });
    QSignalSpy finished(&run, &ResilienceRun::finished);
    run.start();

    QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, PatienceMs));

    QVERIFY(port.value != 0);
    QTRY_COMPARE(socketsAt(port.value, ::getsockname).all, 0);
    QCOMPARE(server.stopped().size(), std::size_t(1));
    QVERIFY(server.stopped().front().byCall);
}

void TestResilienceRun::aProxyThatIsUsedIsAnObjection_data()
{
    using Choice = std::optional<ProxyChoice>;
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<Choice>("own");
    QTest::addColumn<ProxyChoice>("forAll");
    QTest::addColumn<bool>("objects");
    const QUrl far(u"https://models.example.invalid/v1"_s);
    const QUrl here(u"http://localhost:8080/v1"_s);
    const ProxyChoice named {.kind = ProxyChoice::Kind::Manual, .address = QUrl(u"http://192.0.2.9:3128"_s)};
    const ProxyChoice none {.kind = ProxyChoice::Kind::None};
    QTest::newRow("nothing named") << far << Choice() << ProxyChoice() << false;
    QTest::newRow("for all") << far << Choice() << named << true;
    QTest::newRow("for all, but this one") << far << Choice(none) << named << false;
    QTest::newRow("for this one") << far << Choice(named) << none << true;
    QTest::newRow("for all, and it is here") << here << Choice() << named << false;
    QTest::newRow("for this one, which is here") << here << Choice(named) << none << true;
}

void TestResilienceRun::aProxyThatIsUsedIsAnObjection()
{
    QFETCH(const QUrl, url);
    QFETCH(const std::optional<ProxyChoice>, own);
    QFETCH(const ProxyChoice, forAll);
    QFETCH(const bool, objects);
    Endpoint endpoint = checkedEndpoint(url);
    endpoint.proxy = own;

    const std::optional<QString> objection = FaultedEndpoint::objection(endpoint, forAll);

    QCOMPARE(objection.has_value(), objects);
    if (!objects)
        return;
    ChatEngine engine;
    engine.setProxy(forAll);
    ResilienceRun run(engine, {.endpoint = endpoint});
    QSignalSpy finished(&run, &ResilienceRun::finished);
    run.start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().toString(), *objection);
}

void TestResilienceRun::anEndpointThatNoProxyCanStandBeforeIsSaidToBeSo_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<QString>("provider");
    QTest::newRow("no such provider") << QUrl(u"http://127.0.0.1:1/v1"_s) << u"nobody"_s;
    QTest::newRow("another scheme") << QUrl(u"ftp://127.0.0.1/v1"_s) << u"openai"_s;
}

void TestResilienceRun::anEndpointThatNoProxyCanStandBeforeIsSaidToBeSo()
{
    QFETCH(const QUrl, url);
    QFETCH(const QString, provider);

    const Ran all = ran({.endpoint = checkedEndpoint(url, provider)});

    QCOMPARE(all.finished, 1);
    QVERIFY(!all.problem.isEmpty());
    QVERIFY(all.report.results.empty());
}

QTEST_GUILESS_MAIN(TestResilienceRun)
#include "tst_resiliencerun.moc"
