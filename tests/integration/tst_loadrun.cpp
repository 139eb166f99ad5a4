#include "core/chat/provider.h"
#include "core/lab/loadrun.h"
#include "core/sockets/timer.h"
#include "tests/support/inms.h"
#include "tests/support/originserver.h"
#include "tests/support/pacedserver.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

#include <mutex>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestLoadRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsFiguresAreThoseOfTheServersTiming();
    void timeToFirstTokenIsWhatTheServerTook();
    void eachUserAsksAgainWhenItsAnswerHasEnded();
    void aFrozenServerCannotHideInAnOpenLoop();
    void aClosedLoopsLatencyLeavesOutTheGeneratorsOwnDelay();
    void refusalsAndBreaksAreCountedByKind();
    void stoppingKeepsWhatWasMeasured();
    void noRequestsIsAReportOfNothing();
    void requestsThatWereDueToWarmUpAreLeftOut();
    void anAnswerThatNeverEndsIsCutOffBehindTheDrain();
    void connectionsAreKeptUnlessThePlanSaysNo_data();
    void connectionsAreKeptUnlessThePlanSaysNo();
};

namespace {

constexpr int PatienceMs = 30'000;
constexpr int MostTries = 3; // of what a machine that stands still may spoil: the best counts

LoadPlan planFor(const QUrl& url)
{
    LoadPlan plan;
    plan.provider = providerNamed(u"openai"_s);
    const Endpoint endpoint {.id = u"e"_s, .name = u"e"_s, .provider = u"openai"_s, .baseUrl = url, .model = u"m"_s};
    Message question;
    question.text = u"hello"_s;
    ChatRequest chat;
    chat.model = u"m"_s;
    chat.messages.append(question);
    plan.requests = {plan.provider->chatRequest(endpoint, {}, chat)};
    return plan;
}

/// Runs \a plan to its end. Null when that does not come.
std::shared_ptr<const LoadReport> reportOf(
    const LoadPlan& plan, const LoadSetup& setup = {}, std::function<void(const LoadSample&)> sample = {})
{
    LoadRun run(plan, setup, std::move(sample));
    std::shared_ptr<const LoadReport> report;
    QObject::connect(&run, &LoadRun::finished, &run, [&](const auto& finished) { report = finished; });
    (void)QTest::qWaitFor([&] { return report != nullptr; }, PatienceMs);
    return report;
}

Script answerOf(const QByteArray& text)
{
    return {send(chunkedHead()), send(chunk(openAiText(text))), send(chunk(openAiFinish() + OpenAiDone)), send(lastChunk())};
}

/// The mean time to first token of three answers, over what their server took for it. Nothing when not all came.
std::optional<double> ttftOverServers()
{
    struct Answer
    {
        explicit Answer(boost::asio::io_context& loop)
            : timer(loop)
        { }
        Timer timer;
        const TimePoint asked = steadyClock().now();
        double tookMs = 0;
    };
    std::vector<std::unique_ptr<Answer>> answers; // the server's thread, until it has stopped
    OriginServer* loopOf = nullptr;
    OriginServer server([&](const OriginExchangePtr& exchange) {
        answers.push_back(std::make_unique<Answer>(loopOf->loop()));
        Answer* answer = answers.back().get();
        exchange->begin();
        answer->timer.startIn(Millis(500), [exchange, answer] {
            answer->tookMs = inMs(steadyClock().now() - answer->asked);
            exchange->write(openAiText("hello") + openAiFinish() + OpenAiDone);
            exchange->finish();
        });
    });
    loopOf = &server;
    LoadPlan plan = planFor(server.url());
    plan.mostRequests = 3;

    const auto report = reportOf(plan);
    server.stop();

    double mean = 0;
    for (const auto& answer : answers)
        mean += answer->tookMs / 3;
    answers.clear();
    return report && report->succeeded == 3 ? std::optional(report->ttftMs.mean() / mean) : std::nullopt;
}

}

void TestLoadRun::itsFiguresAreThoseOfTheServersTiming()
{
    QString wrong = u"not measured"_s;
    for (int tries = 0; !wrong.isEmpty() && tries < MostTries; ++tries) {
        // One user, so that what the server notes of its own pauses is of one answer at a time.
        const PacedServer server({.pieces = 60, .shortest = Millis(20), .longest = Millis(20)});
        LoadPlan plan = planFor(server.url());
        plan.mostRequests = 2;

        const auto report = reportOf(plan);

        QVERIFY(report);
        QCOMPARE(report->succeeded, 2);
        QCOMPARE(report->failed(), 0);
        QCOMPARE(report->deltas, 2 * 60);
        QCOMPARE(report->itlMs.count(), 2 * 59);
        std::vector<double> pauses;
        const std::vector<PacedServer::Sent> sent = server.sent();
        for (std::size_t i = 1; i < sent.size(); ++i) {
            if (sent[i].piece > 0)
                pauses.push_back(inMs(sent[i].at - sent[i - 1].at));
        }
        std::ranges::sort(pauses);
        const double itl = report->itlMs.percentile(0.5) / pauses[pauses.size() / 2];
        const double first = inMs(sent[59].at - sent[0].at);
        const double second = inMs(sent[119].at - sent[60].at);
        const double e2e = report->e2eMs.mean() / ((first + second) / 2);
        const bool isRight = std::abs(itl - 1) < 0.05 && std::abs(e2e - 1) < 0.05;
        wrong = isRight ? QString() : u"ITL %1 and E2E %2 of the server's"_s.arg(itl).arg(e2e);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TestLoadRun::timeToFirstTokenIsWhatTheServerTook()
{
    double ratio = 0;
    for (int tries = 0; std::abs(ratio - 1) >= 0.05 && tries < MostTries; ++tries) {
        const std::optional<double> measured = ttftOverServers();
        QVERIFY(measured);
        ratio = *measured;
    }
    QVERIFY2(std::abs(ratio - 1) < 0.05, qPrintable(QString::number(ratio)));
}

void TestLoadRun::eachUserAsksAgainWhenItsAnswerHasEnded()
{
    const PacedServer server({.pieces = 3, .shortest = Millis(2), .longest = Millis(2)});
    LoadPlan plan = planFor(server.url());
    plan.users = 4;
    plan.mostRequests = 17;
    int most = 0;
    plan.keepsTokenTimes = true;
    std::mutex mutex;
    std::vector<LoadSample> samples;

    const auto report = reportOf(plan, {}, [&](const LoadSample& sample) {
        const std::lock_guard lock(mutex);
        samples.push_back(sample);
    });

    QVERIFY(report);
    QCOMPARE(report->requests, 17);
    for (const LoadStep& step : report->steps)
        most = std::max(most, step.mostActive);
    QCOMPARE(most, 4);
    QCOMPARE(samples.size(), std::size_t(17));
    for (const LoadSample& sample : samples) {
        QCOMPARE(sample.tokenMs.size(), std::size_t(3));
        QVERIFY(std::ranges::is_sorted(sample.tokenMs));
    }
}

void TestLoadRun::aFrozenServerCannotHideInAnOpenLoop()
{
    // It answers nobody before all the others have asked: who asked first has waited for all of them.
    const int requests = 20;
    const ScriptedServer server([&](const ReceivedRequest&) {
        Script script = answerOf("hello");
        script.insert(script.begin(), awaitOthers(requests));
        return script;
    });
    LoadPlan plan = planFor(server.url());
    plan.rate = 40;
    plan.isPoisson = false;
    plan.mostRequests = requests;

    const auto report = reportOf(plan, {.name = {}, .target = {}, .model = {}, .isOpenLoop = true, .rate = 40, .goodput = {}});

    QVERIFY(report);
    QCOMPARE(report->succeeded, requests);
    // Due every 25 ms: the first waited 19 gaps, the last none. A generator that waits for answers would have sent one.
    QVERIFY2(report->ttftMs.max() >= 19 * 25 * 0.99, qPrintable(QString::number(report->ttftMs.max())));
    QVERIFY(report->ttftMs.percentile(0.5) >= 9 * 25 * 0.97);
}

void TestLoadRun::aClosedLoopsLatencyLeavesOutTheGeneratorsOwnDelay()
{
    const ScriptedServer server([](const ReceivedRequest&) { return answerOf("hello"); });
    LoadPlan plan = planFor(server.url());
    plan.mostRequests = 3;
    constexpr Millis Busy {120};

    const auto report = reportOf(plan, {}, [&](const LoadSample&) {
        const TimePoint until = steadyClock().now() + Busy;
        while (steadyClock().now() < until) { } // the generator's own thread
    });

    QVERIFY(report);
    QCOMPARE(report->succeeded, 3);
    QVERIFY(report->lagMs.max() >= double(Busy.count()));
    QVERIFY2(report->e2eMs.percentile(0.5) < double(Busy.count()), qPrintable(QString::number(report->e2eMs.percentile(0.5))));
}

void TestLoadRun::refusalsAndBreaksAreCountedByKind()
{
    int count = 0;
    const ScriptedServer server([&](const ReceivedRequest&) -> Script {
        switch (count++ % 3) {
        case 0:
            return {send(wholeResponse(503, "application/json", R"({"error":{"message":"busy"}})"))};
        case 1:
            return {send(chunkedHead()), send(chunk(openAiText("half"))), closeConnection()};
        default:
            return answerOf("whole");
        }
    });
    LoadPlan plan = planFor(server.url());
    plan.mostRequests = 6;

    const auto report = reportOf(plan);

    QVERIFY(report);
    QCOMPARE(report->requests, 6);
    QCOMPARE(report->succeeded, 2);
    QCOMPARE(report->errors.at(u"server"_s).count, 2);
    QCOMPARE(report->errors.at(u"network"_s).count, 2);
    QCOMPARE(report->ttftMs.count(), 4); // the halves had a first text
    QCOMPARE(report->e2eMs.count(), 2);
}

void TestLoadRun::stoppingKeepsWhatWasMeasured()
{
    const ScriptedServer server(
        [](const ReceivedRequest&) -> Script { return {send(chunkedHead()), send(chunk(openAiText("first"))), hold()}; });
    LoadPlan plan = planFor(server.url());
    plan.users = 5;
    plan.duration = Millis(600'000);
    LoadRun run(plan, {});
    std::shared_ptr<const LoadReport> report;
    QObject::connect(&run, &LoadRun::finished, &run, [&](const auto& finished) { report = finished; });
    bool isStopping = false;
    QObject::connect(&run, &LoadRun::progressed, &run, [&](const std::shared_ptr<const LoadProgress>& progress) {
        if (progress->report.deltas == 5 && !std::exchange(isStopping, true))
            run.stop();
    });

    QTRY_VERIFY_WITH_TIMEOUT(report, PatienceMs);

    QVERIFY(report->wasStopped);
    QCOMPARE(report->requests, 0);
    QCOMPARE(report->unfinished, 5);
    QCOMPARE(report->ttftMs.count(), 5);
    QVERIFY(report->wireBytes > 0);
    QVERIFY(report->seconds > 0);
}

void TestLoadRun::noRequestsIsAReportOfNothing()
{
    LoadPlan plan = planFor(QUrl(u"http://127.0.0.1:1/v1"_s));
    plan.mostRequests = 0;

    const auto report = reportOf(plan);

    QVERIFY(report);
    QCOMPARE(report->requests, 0);
    QVERIFY(!report->errorRate());
}

void TestLoadRun::requestsThatWereDueToWarmUpAreLeftOut()
{
    const ScriptedServer server([](const ReceivedRequest&) { return answerOf("hello"); });
    LoadPlan plan = planFor(server.url());
    plan.rate = 100;
    plan.isPoisson = false;
    plan.mostRequests = 30;
    plan.warmUp = Millis(205); // the first 20 are due until then

    const auto report = reportOf(plan);

    QVERIFY(report);
    QCOMPARE(report->warmUpRequests, 20);
    QCOMPARE(report->requests, 10);
    QCOMPARE(report->ttftMs.count(), 10);
    QVERIFY(report->seconds > 0 && report->elapsedSeconds >= report->seconds + 0.205);
}

void TestLoadRun::anAnswerThatNeverEndsIsCutOffBehindTheDrain()
{
    const ScriptedServer server(
        [](const ReceivedRequest&) -> Script { return {send(chunkedHead()), send(chunk(openAiText("first"))), hold()}; });
    LoadPlan plan = planFor(server.url());
    plan.duration = Millis(100);
    plan.drain = Millis(100);

    const auto report = reportOf(plan);

    QVERIFY(report);
    QVERIFY(!report->wasStopped);
    QCOMPARE(report->unfinished, 1);
}

void TestLoadRun::connectionsAreKeptUnlessThePlanSaysNo_data()
{
    QTest::addColumn<bool>("keepAlive");
    QTest::addColumn<int>("connections");
    QTest::newRow("kept") << true << 1;
    QTest::newRow("one each") << false << 5;
}

void TestLoadRun::connectionsAreKeptUnlessThePlanSaysNo()
{
    QFETCH(const bool, keepAlive);
    const ScriptedServer server([](const ReceivedRequest&) { return answerOf("hello"); });
    LoadPlan plan = planFor(server.url());
    plan.mostRequests = 5;
    plan.keepAlive = keepAlive;

    const auto report = reportOf(plan);

    QVERIFY(report);
    QCOMPARE(report->succeeded, 5);
    QTEST(server.connectionsMade(), "connections");
    QCOMPARE(report->connectMs.count(), qint64(server.connectionsMade()));
}

QTEST_GUILESS_MAIN(TestLoadRun)
#include "tst_loadrun.moc"
