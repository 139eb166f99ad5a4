#include "tests/support/ctlprocess.h"
#include "tests/support/pacedserver.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestSluicectlLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void benchSendsSoManyAtOnceAndReadsEachToItsEnd();
    void benchWithoutRequestsReportsNulls();
    void loadGoesOnForItsTime();
    void theTableTellsTheFigures();
    void csvAndThePageAreWritten();
    void eachDeltasTimeIsWritten();
    void goodputIsCounted();
    void everyPromptIsAskedInTurn();
    void theDemoAnswersByDefault();
    void aCertificateFileMakesAServerTrusted();
    void ctrlCStillPrintsTheReport();
    void nothingButErrorsIsAFailure();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
};

namespace {

QStringList against(const QUrl& url, const QString& verb, const QStringList& options = {})
{
    return QStringList {verb, u"--base-url"_s, url.toString(), u"--model"_s, u"m"_s} + options;
}

QJsonObject object(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

const Pacing Quick {.pieces = 10, .shortest = Millis(2), .longest = Millis(2)};

/// Progress and sanitizers aside, nothing but the line of sluicectl.
bool failsInOneLine(const CtlProcess& ctl)
{
    return ctl.errors().count("sluicectl: ") == 1;
}

}

void TestSluicectlLoad::benchSendsSoManyAtOnceAndReadsEachToItsEnd()
{
    const PacedServer server(Quick);
    CtlProcess ctl(against(server.url(), u"bench"_s, {u"--requests"_s, u"30"_s, u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject report = object(ctl.output());
    QCOMPARE(report["requests"_L1].toInt(), 30);
    QCOMPARE(report["succeeded"_L1].toInt(), 30);
    QCOMPARE(report["setup"_L1]["users"_L1].toInt(), 30);
    QCOMPARE(report["setup"_L1]["loop"_L1].toString(), u"closed"_s);
    QCOMPARE(report["tokens"_L1]["deltas"_L1].toInt(), 300);
    QVERIFY(report["seconds"_L1].toDouble() > 0);
    QVERIFY(report["e2e_ms"_L1]["p50"_L1].toDouble() >= 18);
    QVERIFY(report["generator"_L1]["cpu"_L1].toDouble() > 0);
}

void TestSluicectlLoad::benchWithoutRequestsReportsNulls()
{
    const PacedServer server(Quick);
    CtlProcess ctl(against(server.url(), u"bench"_s, {u"--requests"_s, u"0"_s, u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject report = object(ctl.output());
    QCOMPARE(report["requests"_L1].toInt(-1), 0);
    QVERIFY(report["error_rate"_L1].isNull());
    QVERIFY(report["request_rate"_L1].isNull());
    QVERIFY(report["ttft_ms"_L1].isNull());
}

void TestSluicectlLoad::loadGoesOnForItsTime()
{
    const PacedServer server(Quick);
    CtlProcess ctl(against(server.url(), u"load"_s,
        {u"--users"_s, u"3"_s, u"--duration"_s, u"3"_s, u"--warmup"_s, u"0.2"_s, u"--ramp"_s, u"0.1"_s, u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject report = object(ctl.output());
    QVERIFY(report["requests"_L1].toInt() > 3);
    QVERIFY(report["warm_up_requests"_L1].toInt() > 0);
    QCOMPARE(report["failed"_L1].toInt(-1), 0);
    QVERIFY(report["seconds"_L1].toDouble() > 0.7);
}

void TestSluicectlLoad::theTableTellsTheFigures()
{
    const PacedServer server(Quick);
    CtlProcess ctl(against(server.url(), u"load"_s, {u"--rate"_s, u"50"_s, u"--constant"_s, u"--requests"_s, u"20"_s}));

    QCOMPARE(ctl.wait(), 0);
    for (const char* part : {"20 requests in", "open loop, 50.0 requests/s (constant)", "TTFT, ms", "ITL, ms", "TPOT, ms",
             "E2E, ms", "p99", "on the wire", "generator:"})
        QVERIFY2(ctl.output().contains(part), part);
}

void TestSluicectlLoad::csvAndThePageAreWritten()
{
    const PacedServer server(Quick);
    const QTemporaryDir directory;
    const QString page = directory.filePath(u"r.html"_s);
    CtlProcess ctl(against(server.url(), u"bench"_s, {u"--requests"_s, u"5"_s, u"--csv"_s, u"--html"_s, page}));

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith("figure,unit,count,mean,p50,p90,p95,p99,max\nttft,ms,5,"));
    QFile file(page);
    QVERIFY(file.open(QFile::ReadOnly));
    QVERIFY(file.readAll().contains("<svg"));
}

void TestSluicectlLoad::eachDeltasTimeIsWritten()
{
    const PacedServer server(Quick);
    const QTemporaryDir directory;
    const QString name = directory.filePath(u"t.jsonl"_s);
    CtlProcess ctl(against(server.url(), u"bench"_s, {u"--requests"_s, u"4"_s, u"--json"_s, u"--per-token"_s, name}));

    QCOMPARE(ctl.wait(), 0);
    QFile file(name);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArrayList lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 5);
    for (const QByteArray& line : lines.first(4)) {
        QCOMPARE(object(line)["delta_ms"_L1].toArray().size(), 10);
        QVERIFY(object(line)["error"_L1].isNull());
    }
}

void TestSluicectlLoad::goodputIsCounted()
{
    const PacedServer server(Quick);
    CtlProcess ctl(
        against(server.url(), u"bench"_s, {u"--requests"_s, u"4"_s, u"--goodput"_s, u"ttft:60000,e2e:0.5"_s, u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject goodput = object(ctl.output())["goodput"_L1].toObject();
    QCOMPARE(goodput["ttft_ms"_L1].toInt(), 60000);
    QCOMPARE(goodput["requests"_L1].toInt(-1), 0);
    QVERIFY(goodput["itl_ms"_L1].isNull());
}

void TestSluicectlLoad::everyPromptIsAskedInTurn()
{
    const ScriptedServer server([](const ReceivedRequest&) -> Script {
        return {send(chunkedHead()), send(chunk(openAiText("x") + openAiFinish() + OpenAiDone)), send(lastChunk())};
    });
    const QTemporaryDir directory;
    QFile prompts(directory.filePath(u"p"_s));
    QVERIFY(prompts.open(QFile::WriteOnly));
    prompts.write("first one\n\nsecond one\n");
    prompts.close();
    CtlProcess ctl(against(server.url(), u"bench"_s,
        {u"--requests"_s, u"4"_s, u"--concurrency"_s, u"1"_s, u"--prompts"_s, prompts.fileName(), u"--json"_s}));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(server.requestCount(), 4);
    QVERIFY(server.requests()[0].body.contains("first one"));
    QVERIFY(server.requests()[1].body.contains("second one"));
    QVERIFY(server.requests()[2].body.contains("first one"));
}

void TestSluicectlLoad::theDemoAnswersByDefault()
{
    CtlProcess ctl(
        {u"bench"_s, u"--requests"_s, u"2"_s, u"--extra-body"_s, uR"({"demo":{"rate":0,"deltas":20}})"_s, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(object(ctl.output())["succeeded"_L1].toInt(), 2);
    QCOMPARE(object(ctl.output())["tokens"_L1]["output"_L1].toInt(), 40);
}

void TestSluicectlLoad::aCertificateFileMakesAServerTrusted()
{
    const auto answer = [](const ReceivedRequest& request) -> Script {
        if (request.method == "GET")
            return {send(wholeResponse(200, "application/json", R"({"data":[{"id":"m"}]})"))};
        return {send(chunkedHead()), send(chunk(openAiText("x") + openAiFinish() + OpenAiDone)), send(lastChunk())};
    };
    const ScriptedServer server(answer, ScriptedServer::Security::SelfSignedTls);
    QCOMPARE(server.url().scheme(), u"https"_s);
    CtlProcess stranger(against(server.url(), u"bench"_s, {u"--requests"_s, u"2"_s, u"--json"_s}));
    QCOMPARE(stranger.wait(), 1);
    QCOMPARE(object(stranger.output())["errors"_L1]["tls"_L1]["count"_L1].toInt(), 2);

    const QStringList trusting {u"--base-url"_s, server.url().toString(), u"--ca-file"_s,
        QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt"), u"--requests"_s, u"3"_s, u"--json"_s};
    CtlProcess bench(QStringList {u"bench"_s} + trusting); // the model is asked for, too
    CtlProcess load(QStringList {u"load"_s, u"--users"_s, u"1"_s} + trusting);

    for (CtlProcess* ctl : {&bench, &load}) {
        QCOMPARE(ctl->wait(), 0);
        QCOMPARE(object(ctl->output())["succeeded"_L1].toInt(), 3);
        QVERIFY(object(ctl->output())["errors"_L1].toObject().isEmpty());
    }
}

void TestSluicectlLoad::ctrlCStillPrintsTheReport()
{
    const ScriptedServer server(
        [](const ReceivedRequest&) -> Script { return {send(chunkedHead()), send(chunk(openAiText("first"))), hold()}; });
    CtlProcess ctl(against(server.url(), u"load"_s, {u"--users"_s, u"2"_s, u"--json"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(server.requestCount(), 2, 20'000);

    ctl.sendSignal(SIGINT);

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject report = object(ctl.output());
    QVERIFY(report["stopped"_L1].toBool());
    QCOMPARE(report["unfinished"_L1].toInt(), 2);
}

void TestSluicectlLoad::nothingButErrorsIsAFailure()
{
    const ScriptedServer server([](const ReceivedRequest&) -> Script {
        return {send(wholeResponse(500, "application/json", R"({"error":{"message":"broken"}})"))};
    });
    CtlProcess ctl(against(server.url(), u"bench"_s, {u"--requests"_s, u"3"_s, u"--json"_s}));

    QCOMPARE(ctl.wait(), 1);
    QCOMPARE(object(ctl.output())["errors"_L1]["server"_L1]["count"_L1].toInt(), 3);
    QVERIFY(failsInOneLine(ctl));
}

void TestSluicectlLoad::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("requests") << QStringList {u"bench"_s, u"--requests"_s, u"x"_s};
    QTest::newRow("concurrency") << QStringList {u"bench"_s, u"--concurrency"_s, u"0"_s};
    QTest::newRow("rate and users") << QStringList {u"load"_s, u"--rate"_s, u"5"_s, u"--users"_s, u"5"_s};
    QTest::newRow("constant without rate") << QStringList {u"load"_s, u"--constant"_s};
    QTest::newRow("goodput") << QStringList {u"load"_s, u"--goodput"_s, u"ttft=5"_s};
    QTest::newRow("json and csv") << QStringList {u"load"_s, u"--json"_s, u"--csv"_s};
    QTest::newRow("prompts") << QStringList {u"load"_s, u"--prompts"_s, u"/nowhere/p"_s};
    QTest::newRow("no certificate file") << QStringList {u"bench"_s, u"--ca-file"_s, u"/nowhere/ca.pem"_s};
    QTest::newRow("no certificate in it") << QStringList {
        u"load"_s, u"--ca-file"_s, QStringLiteral(SLUICE_TEST_DATA "/README.md")};
    QTest::newRow("positional") << QStringList {u"bench"_s, u"hello"_s};
}

void TestSluicectlLoad::wrongUseIsToldInOneLine()
{
    QFETCH(const QStringList, arguments);
    CtlProcess ctl(arguments);

    QCOMPARE(ctl.wait(), 2);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QVERIFY(ctl.output().isEmpty());
}

QTEST_GUILESS_MAIN(TestSluicectlLoad)
#include "tst_sluicectl_load.moc"
