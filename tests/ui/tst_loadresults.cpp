// What the Lab makes of the figures of a load test, without one.
#include "core/lab/loadtarget.h"
#include "ui/lab/loadcourse.h"
#include "ui/lab/loadresults.h"
#include "ui/lab/loadvalues.h"
#include "ui/lab/loadwords.h"
#include "ui/lab/rowsmodel.h"
#include "ui/panel/serieschart.h"

#include <QLineSeries>
#include <QSignalSpy>
#include <QTest>
#include <QValueAxis>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

LoadReport reportOf(int requests, double ttftMs)
{
    LoadReport report;
    for (int i = 0; i < requests; ++i) {
        LoadSample sample;
        sample.ttftMs = ttftMs;
        sample.e2eMs = ttftMs + 100;
        sample.deltas = 11;
        sample.firstDeltaMs = ttftMs;
        sample.lastDeltaMs = ttftMs + 100;
        report.ttftMs.add(ttftMs);
        report.itlMs.add(10, 10);
        report.deltas += 11;
        report.add(sample);
    }
    report.seconds = 2;
    report.elapsedSeconds = 2;
    report.steps.assign(4, {.started = 1, .succeeded = 1, .failed = 0, .deltas = 100, .mostActive = 3});
    return report;
}

}

class TestLoadResults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCourseHasThePercentilesOfEachWindowAlone()
    {
        LoadCourse course;
        LoadReport report = reportOf(100, 10);
        report.elapsedSeconds = 1;
        course.add(report);
        report.ttftMs.add(500, 100);
        report.elapsedSeconds = 1.2; // the window is not over
        course.add(report);
        report.elapsedSeconds = 2;
        course.add(report);

        const QList<QPointF> points = course.percentiles(LoadCourse::Figure::Ttft, 0.5);

        QCOMPARE(points.size(), 2);
        QCOMPARE(points[0].x(), 1.0);
        QVERIFY(std::abs(points[0].y() - 10) < 0.5);
        QCOMPARE(points[1].x(), 2.0);
        QVERIFY(std::abs(points[1].y() - 500) < 10); // not the median of both
    }

    void aCourseOfAnyLengthIsBounded()
    {
        LoadCourse course;
        LoadReport report;
        for (int second = 1; second <= 5000; ++second) {
            report.ttftMs.add(double(second));
            report.elapsedSeconds = second;
            course.add(report);
        }

        const QList<QPointF> points = course.percentiles(LoadCourse::Figure::Ttft, 0.5);

        QVERIFY(points.size() <= LoadReport::MostSteps && points.size() > LoadReport::MostSteps / 4);
        QVERIFY(std::abs(points.last().y() / points.last().x() - 1) < 0.02);
    }

    void aCourseEndsWhereTheTestEnded()
    {
        LoadCourse course;
        LoadReport report = reportOf(100, 10);
        report.elapsedSeconds = 1;
        course.add(report);
        report.ttftMs.add(500, 7);
        report.itlMs.add(30, 7);
        report.elapsedSeconds = 1.3; // shorter than a window
        course.finish(report);

        for (const LoadCourse::Figure figure : {LoadCourse::Figure::Ttft, LoadCourse::Figure::Itl}) {
            QCOMPARE(course.percentiles(figure, 0.5).size(), 2);
            QCOMPARE(course.percentiles(figure, 0.5).last().x(), 1.3);
        }
        QVERIFY(std::abs(course.percentiles(LoadCourse::Figure::Ttft, 0.5).last().y() - 500) < 10);
        QVERIFY(std::abs(course.percentiles(LoadCourse::Figure::Itl, 0.5).last().y() - 30) < 1);
    }

    void aTestShorterThanAWindowHasACourse()
    {
        LoadCourse course;
        LoadReport report = reportOf(4, 10);
        report.elapsedSeconds = 0.4;
        course.add(report);
        QVERIFY(course.percentiles(LoadCourse::Figure::Ttft, 0.5).isEmpty());
        course.finish(report);
        QCOMPARE(course.percentiles(LoadCourse::Figure::Ttft, 0.5).size(), 1);
    }

    void theChartsEndWithTheReport()
    {
        LoadResults results;
        results.resize(800, 600);
        results.show();
        auto progress = std::make_shared<LoadProgress>();
        progress->report = reportOf(4, 10);
        progress->report.elapsedSeconds = 1.1;
        results.showProgress(progress);
        auto report = std::make_shared<LoadReport>(reportOf(40, 10));
        report->elapsedSeconds = 1.4;
        results.showReport(report);

        int lines = 0;
        const QList<SeriesChart*> charts = results.findChildren<SeriesChart*>();
        QCOMPARE(charts.size(), 4);
        for (SeriesChart* chart : charts) {
            const auto* time = qobject_cast<QValueAxis*>(chart->chart()->axes(Qt::Horizontal).constFirst());
            QCOMPARE(time->max(), 1.4);
            for (QAbstractSeries* series : chart->chart()->series()) {
                const QList<QPointF> points = static_cast<QLineSeries*>(series)->points();
                lines += !points.isEmpty() && points.last().x() == 1.4 ? 1 : 0; // TTFT and ITL, p50 and p95
            }
        }
        QCOMPARE(lines, 4);
    }

    void theOnlyStepCountsForAsLongAsItWas()
    {
        LoadReport report = reportOf(1, 10);
        report.steps.resize(1);
        report.elapsedSeconds = 0.25;
        QCOMPARE(deltaRate(report), (QList<QPointF> {{0.25, 400}}));
        report.elapsedSeconds = 3; // nothing came after it
        QCOMPARE(deltaRate(report), (QList<QPointF> {{0.5, 200}}));
    }

    void theEndSaysHowLongTheWholeTestTook_data()
    {
        QTest::addColumn<double>("elapsed");
        QTest::addColumn<double>("warmUp");
        QTest::addColumn<bool>("wasStopped");
        QTest::addColumn<QString>("words");
        QTest::newRow("whole") << 2.0 << 0.0 << false << u"Finished after 2 s: 4 complete, 0 failed"_s;
        QTest::newRow("stopped") << 1.5 << 0.0 << true << u"Stopped after 1.50 s: 4 complete, 0 failed"_s;
        QTest::newRow("warm-up") << 12.0 << 10.0 << false
                                 << u"Finished after 12 s, of which 10 s to warm up: 4 complete, 0 failed"_s;
        QTest::newRow("stopped while it warmed up")
            << 3.0 << 10.0 << true << u"Stopped after 3 s, of which 3 s to warm up: 4 complete, 0 failed"_s;
    }

    void theEndSaysHowLongTheWholeTestTook()
    {
        QFETCH(const double, elapsed);
        QFETCH(const double, warmUp);
        QFETCH(const bool, wasStopped);
        QFETCH(const QString, words);
        LoadReport report = reportOf(4, 10);
        report.seconds = std::max(0.0, elapsed - warmUp);
        report.elapsedSeconds = elapsed;
        report.setup.warmUpSeconds = warmUp;
        report.wasStopped = wasStopped;

        QCOMPARE(endWords(report), words);
    }

    void chartsLeaveOutTheStepThatIsNotWhole()
    {
        const LoadReport report = reportOf(4, 10);
        const QList<QPointF> rate = deltaRate(report);
        QCOMPARE(rate.size(), 3);
        QCOMPARE(rate.first(), QPointF(0.5, 200));
        QCOMPARE(mostActive(report).last(), QPointF(1.5, 3));
        QVERIFY(deltaRate(LoadReport()).isEmpty());
    }

    void aClientThatIsTheBottleneckIsNamed()
    {
        LoadResults results;
        auto report = std::make_shared<LoadReport>(reportOf(4, 10));
        results.show();
        results.showReport(report);
        QVERIFY(results.verdict().isEmpty());
        auto busy = std::make_shared<LoadReport>(*report);
        busy->cpuShare = 0.97;
        results.showReport(busy);
        QVERIFY(results.verdict().contains("client was the bottleneck"_L1) && results.verdict().contains("97 %"_L1));
    }

    void aTestThatOnlyWarmedUpSaysSo()
    {
        LoadReport report;
        report.warmUpRequests = 3;
        QVERIFY(verdictWords(report).contains("warmed up"_L1));
        report.requests = 1;
        QVERIFY(verdictWords(report).isEmpty());
    }

    void figuresOfNothingAreDashesAndNoZeros()
    {
        LoadResults results;
        results.show();
        results.showReport(std::make_shared<const LoadReport>());
        QCOMPARE(
            results.latencies().rows().first(), (QStringList {u"TTFT, ms"_s, u"–"_s, u"–"_s, u"–"_s, u"–"_s, u"–"_s, u"–"_s}));
        QVERIFY(results.figures().rows().contains(QStringList {u"Error rate"_s, u"–"_s}));
        QVERIFY(results.figures().rows().contains(QStringList {u"Client: sent late, p99"_s, u"–"_s}));
    }

    void unitsAreTokensOnlyWhereTheServerCountedThem()
    {
        LoadReport report = reportOf(4, 10);
        QCOMPARE(headlineOf(report)[2].name, u"deltas/s"_s);
        QCOMPARE(headlineOf(report)[2].value, u"22"_s);
        report.answersWithUsage = 4;
        report.outputTokens = 88;
        report.deltasWithUsage = report.deltas;
        QCOMPARE(headlineOf(report)[2].name, u"tokens/s"_s);
        QCOMPARE(headlineOf(report)[2].value, u"44"_s);
    }

    void whatChangedOfATableIsAnnouncedAndNothingElse()
    {
        RowsModel model({u"a"_s, u"b"_s}, RowsModel::Cells::Figures);
        model.setRows({{u"x"_s, u"1"_s}, {u"y"_s, u"2"_s}});
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRows({{u"x"_s, u"1"_s}, {u"y"_s, u"3"_s}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        QCOMPARE(reset.count(), 0);
    }

    void valuesSurviveAndDamageIsReplaced()
    {
        LoadValues values;
        values.endpointId = u"e"_s;
        values.prompt = u"问题 \"1\""_s;
        values.kind = LoadValues::Kind::Open;
        values.rate = 77;
        values.ttftLimit = 500;
        QCOMPARE(loadValuesFromJson(toJson(values)), values);
        QCOMPARE(loadValuesFromJson("{\"users\":-4,\"requests\":1e12,\"seconds\":\"x\"}"), LoadValues());
        QCOMPARE(loadValuesFromJson("no JSON"), LoadValues());
    }

    void aPlanHasWhatTheFormSays()
    {
        LoadValues values;
        values.ramp = 3;
        values.itlLimit = 50;
        const LoadPlan closed = planOf(values);
        QVERIFY(!closed.rate && closed.rampUp == Millis(3000));
        QCOMPARE(closed.mostRequests, std::optional<qint64>(200));
        QCOMPARE(closed.goodput.itlMs, std::optional(50.0));
        QVERIFY(!closed.goodput.ttftMs);
        values.kind = LoadValues::Kind::Open;
        const LoadPlan open = planOf(values);
        QCOMPARE(open.rate, std::optional(4.0));
        QCOMPARE(open.rampUp, Millis(0));
        values.kind = LoadValues::Kind::Benchmark;
        const LoadPlan benchmark = planOf(values);
        QVERIFY(!benchmark.rate && !benchmark.duration);
        QCOMPARE(benchmark.mostRequests, std::optional<qint64>(200));
    }
};

QTEST_MAIN(TestLoadResults)
#include "tst_loadresults.moc"
