#include "tests/support/ctlprocess.h"
#include "tests/support/pacedserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestSluicectlComparisons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsAreComparedFigureByFigure();
    void whatIsNoReportIsToldInOneLine();
    void naivePrintsTheFiveRowsOfTheTable();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
};

namespace {

QString benchReport(const QTemporaryDir& directory, const QString& name, int pauseMs)
{
    const PacedServer server({.pieces = 5, .shortest = Millis(pauseMs), .longest = Millis(pauseMs)});
    CtlProcess ctl(
        {u"bench"_s, u"--base-url"_s, server.url().toString(), u"--model"_s, u"m"_s, u"--requests"_s, u"3"_s, u"--json"_s});
    if (ctl.wait() != 0)
        return {};
    QFile file(directory.filePath(name));
    return file.open(QFile::WriteOnly) && file.write(ctl.output()) > 0 ? file.fileName() : QString();
}

}

void TestSluicectlComparisons::reportsAreComparedFigureByFigure()
{
    const QTemporaryDir directory;
    const QString quick = benchReport(directory, u"a"_s, 5);
    const QString slow = benchReport(directory, u"b"_s, 600); // far more than a busy machine adds
    CtlProcess json({u"compare"_s, u"reports"_s, quick, slow, u"--json"_s});
    CtlProcess text({u"compare"_s, u"reports"_s, quick, slow});

    QCOMPARE(json.wait(), 0);
    const QJsonObject compared = QJsonDocument::fromJson(json.output()).object();
    QVERIFY(compared["same_setup"_L1].toBool());
    bool isSeen = false;
    for (const QJsonValue& row : compared["rows"_L1].toArray()) {
        if (row["figure"_L1].toString() != "E2E p50"_L1)
            continue;
        isSeen = true;
        QCOMPARE(row["change"_L1].toString(), u"worse"_s);
        QVERIFY(row["ratio"_L1].toDouble() > 2);
    }
    QVERIFY(isSeen);
    QCOMPARE(text.wait(), 0);
    QVERIFY(text.output().contains("worse"));
}

void TestSluicectlComparisons::whatIsNoReportIsToldInOneLine()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"x"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("{}");
    file.close();
    CtlProcess ctl({u"compare"_s, u"reports"_s, file.fileName(), file.fileName()});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(ctl.saysOneLine());
}

void TestSluicectlComparisons::naivePrintsTheFiveRowsOfTheTable()
{
    CtlProcess ctl({u"compare"_s, u"naive"_s, u"--duration"_s, u"2"_s, u"--warmup"_s, u"0.5"_s, u"--users"_s, u"12"_s,
        u"--slots"_s, u"4"_s, u"--deltas"_s, u"20"_s, u"--patience"_s, u"0.2"_s, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject compared = QJsonDocument::fromJson(ctl.output()).object();
    const QJsonArray rows = compared["rows"_L1].toArray();
    QCOMPARE(rows.size(), 5);
    QVERIFY(rows[0]["gain"_L1].toDouble() > 1); // more answers a second
    QVERIFY(rows[2]["before"_L1].toDouble() > 0); // memory
    QVERIFY(rows[3]["gain"_L1].toDouble() > 1); // fewer bytes
    QVERIFY(rows[4]["before"_L1].toDouble() > 0); // the model refuses
    // Not 0 for certain: what the cache does not know yet goes to the model past the pool.
    QVERIFY(rows[4]["after"_L1].toDouble(100) < rows[4]["before"_L1].toDouble());
    QCOMPARE(compared["before"_L1]["report"_L1]["setup"_L1]["users"_L1].toInt(), 12);
}

void TestSluicectlComparisons::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList {};
    QTest::newRow("unknown") << QStringList {u"what"_s};
    QTest::newRow("one file") << QStringList {u"reports"_s, u"a"_s};
    QTest::newRow("noise") << QStringList {u"reports"_s, u"a"_s, u"b"_s, u"--noise"_s, u"x"_s};
    QTest::newRow("slots") << QStringList {u"naive"_s, u"--slots"_s, u"0"_s};
    QTest::newRow("repeated") << QStringList {u"naive"_s, u"--repeated"_s, u"2"_s};
}

void TestSluicectlComparisons::wrongUseIsToldInOneLine()
{
    QFETCH(const QStringList, arguments);
    CtlProcess ctl(QStringList {u"compare"_s} + arguments);

    QCOMPARE(ctl.wait(), 2);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
}

QTEST_GUILESS_MAIN(TestSluicectlComparisons)
#include "tst_sluicectl_comparisons.moc"
