#include "core/lab/loadreport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestLoadReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingMeasuredDividesByNothing();
    void tpotIsByTheTokensThatTheServerCounted();
    void withoutUsageTokensAreDeltas();
    void countsTokensOnlyWhenEveryAnswerHadUsage();
    void aFailedAnswerIsAnErrorOfItsKindAndNoLatency();
    void theWarmUpIsInNoFigure();
    void aRequestIsGoodWithinAllItsLimits_data();
    void aRequestIsGoodWithinAllItsLimits();
    void theVerdictNamesTheGeneratorWhenItWasTheBottleneck();
    void thereAreNoMoreKindsOfErrorsThanTheBound();
};

namespace {

LoadSample complete(std::optional<qint64> tokens = 11)
{
    LoadSample sample;
    sample.ttftMs = 100;
    sample.e2eMs = 1100;
    sample.deltas = 6;
    sample.outputTokens = tokens;
    sample.firstDeltaMs = 100;
    sample.lastDeltaMs = 1100;
    sample.wireBytes = 10;
    sample.decodedBytes = 40;
    return sample;
}

LoadSample failed(ErrorKind kind, const QString& message = u"why"_s)
{
    LoadSample sample = complete();
    sample.error = Error {.kind = kind, .message = message};
    return sample;
}

}

void TestLoadReport::nothingMeasuredDividesByNothing()
{
    const LoadReport report;

    QVERIFY(!report.errorRate() && !report.requestRate() && !report.goodRate());
    QVERIFY(!report.tokenRate() && !report.tokensPerDelta());
    QVERIFY(!report.countsTokens());
    QCOMPARE(report.verdict(), QString());
}

void TestLoadReport::tpotIsByTheTokensThatTheServerCounted()
{
    LoadReport report;
    report.add(complete(11));

    QCOMPARE(report.tpotMs.mean(), 100.0); // (1100 - 100) / (11 - 1)
    QCOMPARE(report.streamRate.mean(), 10.0);
    QCOMPARE(*report.tokensPerDelta(), 11.0 / 6);
}

void TestLoadReport::withoutUsageTokensAreDeltas()
{
    LoadReport report;
    report.seconds = 2;
    report.deltas = 6;
    report.add(complete(std::nullopt));

    QCOMPARE(report.tpotMs.mean(), 200.0); // (1100 - 100) / (6 - 1)
    QCOMPARE(*report.tokenRate(), 3.0);
    QVERIFY(!report.countsTokens());
    QVERIFY(!report.tokensPerDelta());
}

void TestLoadReport::countsTokensOnlyWhenEveryAnswerHadUsage()
{
    LoadReport report;
    report.add(complete(11));
    QVERIFY(report.countsTokens());

    report.add(complete(std::nullopt));
    QVERIFY(!report.countsTokens());
}

void TestLoadReport::aFailedAnswerIsAnErrorOfItsKindAndNoLatency()
{
    LoadReport report;
    report.add(complete());
    report.add(failed(ErrorKind::Server, u"first"_s));
    report.add(failed(ErrorKind::Server, u"second"_s));
    report.add(failed(ErrorKind::Timeout));

    QCOMPARE(report.requests, 4);
    QCOMPARE(report.succeeded, 1);
    QCOMPARE(*report.errorRate(), 0.75);
    QCOMPARE(report.errors.at(u"server"_s), (LoadReport::Errors {.count = 2, .example = u"first"_s}));
    QCOMPARE(report.errors.at(u"timeout"_s).count, 1);
    QCOMPARE(report.e2eMs.count(), 1);
    QCOMPARE(report.wireBytes, 40);
}

void TestLoadReport::theWarmUpIsInNoFigure()
{
    LoadReport report;
    LoadSample sample = failed(ErrorKind::Server);
    sample.isWarmUp = true;
    report.add(sample);

    LoadReport expected;
    expected.warmUpRequests = 1;
    QCOMPARE(report, expected);
}

void TestLoadReport::aRequestIsGoodWithinAllItsLimits_data()
{
    QTest::addColumn<double>("ttft");
    QTest::addColumn<double>("itl");
    QTest::addColumn<double>("e2e");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("all kept") << 100.0 << 200.0 << 1100.0 << true;
    QTest::newRow("late first text") << 99.0 << 200.0 << 1100.0 << false;
    QTest::newRow("slow") << 100.0 << 199.0 << 1100.0 << false;
    QTest::newRow("late end") << 100.0 << 200.0 << 1099.0 << false;
}

void TestLoadReport::aRequestIsGoodWithinAllItsLimits()
{
    QFETCH(const double, ttft);
    QFETCH(const double, itl);
    QFETCH(const double, e2e);
    const GoodputLimits limits {.ttftMs = ttft, .itlMs = itl, .tpotMs = {}, .e2eMs = e2e};

    QTEST(isGood(complete(), limits), "isGood");
    QVERIFY(!isGood(failed(ErrorKind::Network), limits));
    QVERIFY(!isGood(failed(ErrorKind::Network), {}));
}

void TestLoadReport::theVerdictNamesTheGeneratorWhenItWasTheBottleneck()
{
    LoadReport report;
    report.add(complete());
    QCOMPARE(report.verdict(), QString());

    LoadReport busy = report;
    busy.cpuShare = 0.97;
    QVERIFY(busy.verdict().contains(u"97 %"_s));

    LoadReport late = report;
    late.loopLagMs.add(40);
    QVERIFY(late.verdict().contains(u"late"_s));

    LoadReport behind = report;
    behind.lagMs.add(400, 100);
    QCOMPARE(behind.verdict(), QString()); // a closed loop: the user that waits longer is no error of the figures
    behind.setup.isOpenLoop = true;
    QVERIFY(behind.verdict().contains(u"after they were due"_s));
}

void TestLoadReport::thereAreNoMoreKindsOfErrorsThanTheBound()
{
    LoadReport report;
    for (int kind = 0; kind <= int(ErrorKind::Storage); ++kind)
        report.add(failed(ErrorKind(kind)));

    QVERIFY(report.errors.size() <= LoadReport::MostKinds);
    qint64 count = 0;
    for (const auto& [kind, errors] : report.errors)
        count += errors.count;
    QCOMPARE(count, report.failed());
}

QTEST_GUILESS_MAIN(TestLoadReport)
#include "tst_loadreport.moc"
