#include "tests/support/ctlprocess.h"
#include "tests/support/recordingvalues.h"
#include "tests/support/scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QJsonObject compared(const QStringList& options = {})
{
    CtlProcess ctl(QStringList {u"compare"_s, u"strategies"_s, u"--json"_s} + options);
    return ctl.wait() == 0 ? QJsonDocument::fromJson(ctl.output()).object() : QJsonObject();
}

QJsonObject outcomeOf(const QJsonObject& comparison, const QString& strategy)
{
    const QJsonArray all = comparison.value("strategies"_L1).toArray();
    for (const QJsonValue& outcome : all) {
        if (outcome["strategy"_L1].toString() == strategy)
            return outcome.toObject();
    }
    return {};
}

}

class TestSluicectlCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStrategyHasItsFigures();
    void allButTheCpuIsTheSameInEveryRun();
    void printsATable();
    void parametersCount();
    void takesARecordingOfMine();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
};

void TestSluicectlCompare::everyStrategyHasItsFigures()
{
    const QJsonObject comparison = compared();
    const QJsonObject none = outcomeOf(comparison, u"none"_s);

    QCOMPARE(comparison.value("strategies"_L1).toArray().size(), 5);
    const int deltas = comparison.value("recording"_L1)["text_deltas"_L1].toInt();
    QVERIFY(deltas > 200);
    QVERIFY(comparison.value("recording"_L1)["duration_ms"_L1].toDouble() > 5000);
    QCOMPARE(none.value("events"_L1).toInt(), deltas);
    QCOMPARE(none.value("added_ms"_L1)["max"_L1].toDouble(-1), 0.0);
    for (const QString& name : {u"fixed"_s, u"adaptive"_s, u"sentence"_s, u"smooth"_s}) {
        const QJsonObject outcome = outcomeOf(comparison, name);
        QVERIFY2(outcome.value("events"_L1).toInt() < deltas, qPrintable(name));
        QVERIFY2(outcome.value("bytes"_L1).toInt() < none.value("bytes"_L1).toInt(), qPrintable(name));
        const QJsonObject added = outcome.value("added_ms"_L1).toObject();
        QVERIFY2(added.value("p95"_L1).toDouble() >= added.value("p50"_L1).toDouble(), qPrintable(name));
        QVERIFY2(added.value("max"_L1).toDouble() >= added.value("p95"_L1).toDouble(), qPrintable(name));
        QVERIFY2(outcome.value("cpu_us_per_delta"_L1).toDouble() > 0, qPrintable(name));
    }
    // The strategy's own promise, and the stall guard's.
    QVERIFY(outcomeOf(comparison, u"smooth"_s).value("added_ms"_L1)["max"_L1].toDouble() <= 250);
    QVERIFY(outcomeOf(comparison, u"sentence"_s).value("added_ms"_L1)["max"_L1].toDouble() <= 1000);
}

void TestSluicectlCompare::allButTheCpuIsTheSameInEveryRun()
{
    const auto withoutCpu = [] {
        QJsonArray outcomes;
        const QJsonArray all = compared().value("strategies"_L1).toArray();
        for (const QJsonValue& value : all) {
            QJsonObject outcome = value.toObject();
            outcome.remove("cpu_us_per_delta"_L1);
            outcomes.append(outcome);
        }
        return outcomes;
    };

    QCOMPARE(withoutCpu(), withoutCpu());
}

void TestSluicectlCompare::printsATable()
{
    CtlProcess ctl({u"compare"_s, u"strategies"_s});

    QCOMPARE(ctl.wait(), 0);
    QVERIFY(ctl.output().startsWith("Built-in recording of the demo: "));
    for (const char* word : {"\nnone ", "\nfixed ", "\nadaptive ", "\nsentence ", "\nsmooth ", "added p95", "repaints", "size=5"})
        QVERIFY2(ctl.output().contains(word), word);
}

void TestSluicectlCompare::parametersCount()
{
    const QJsonObject usual = outcomeOf(compared(), u"fixed"_s);
    const QJsonObject large = outcomeOf(compared({u"--param"_s, u"size=20"_s, u"--param"_s, u"guard=5000"_s}), u"fixed"_s);

    QVERIFY(large.value("events"_L1).toInt() < usual.value("events"_L1).toInt());
    QCOMPARE(large.value("parameters"_L1)["size"_L1].toInt(), 20);
    QCOMPARE(large.value("parameters"_L1)["guard_ms"_L1].toInt(), 5000);
}

void TestSluicectlCompare::takesARecordingOfMine()
{
    const ScriptedServer server({{send(
        chunkedHead() + chunk(openAiText("One. ") + openAiText("Two")) + chunk(openAiFinish() + OpenAiDone) + lastChunk())}});
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"a.sluice"_s);
    CtlProcess recording(recordArguments(server.url(), file));
    QCOMPARE(recording.wait(), 0);

    const QJsonObject comparison = compared({file});

    QCOMPARE(comparison.value("recording"_L1)["characters"_L1].toInt(), 8);
    QCOMPARE(comparison.value("recording"_L1)["file"_L1].toString(), file);
    QCOMPARE(outcomeOf(comparison, u"none"_s).value("events"_L1).toInt(), 2);
}

void TestSluicectlCompare::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");

    QTest::newRow("nothing") << QStringList {} << 2;
    QTest::newRow("something else") << QStringList {u"apples"_s} << 2;
    QTest::newRow("two files") << QStringList {u"strategies"_s, u"a"_s, u"b"_s} << 2;
    QTest::newRow("no such file") << QStringList {u"strategies"_s, u"/nowhere/a.sluice"_s} << 1;
    QTest::newRow("an unknown parameter") << QStringList {u"strategies"_s, u"--param"_s, u"colour=3"_s} << 2;
    QTest::newRow("no number") << QStringList {u"strategies"_s, u"--param"_s, u"size=many"_s} << 2;
    QTest::newRow("no value") << QStringList {u"strategies"_s, u"--param"_s, u"size"_s} << 2;
    QTest::newRow("out of bounds") << QStringList {u"strategies"_s, u"--param"_s, u"size=0"_s} << 2;
    QTest::newRow("min above max") << QStringList {u"strategies"_s, u"--param"_s, u"min=20"_s} << 2;
}

void TestSluicectlCompare::wrongUseIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    CtlProcess ctl(QStringList {u"compare"_s} + arguments);

    QCOMPARE(ctl.wait(), status);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(ctl.output(), QByteArray());
}

QTEST_GUILESS_MAIN(TestSluicectlCompare)
#include "tst_sluicectl_compare.moc"
