#include "core/lab/loadreportcharts.h"
#include "core/lab/loadreportformats.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestLoadFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyReportIsNullsInJson();
    void anEmptyReportHasNoNumbersInTextAndCsv();
    void theJsonHasTheDocumentedFields();
    void deltasAreNotCalledTokens();
    void thePageStandsByItselfAndEscapesWhatServersSay();
    void everyChartOfThePageHasItsTable();
    void percentilesEndWhereTheValuesDo_data();
    void percentilesEndWhereTheValuesDo();
    void theCsvHasOneLineAFigure();
    void aReportComparedWithItselfIsTheSame();
    void aSlowerServerIsMarkedWorse();
    void whatLacksOnOneSideIsNoChange();
    void anotherLoadIsSeen();
    void whatIsNoReportIsKnown();
};

namespace {

LoadReport report(double ttft = 100)
{
    LoadReport made;
    made.setup.name = u"load"_s;
    made.setup.target = u"http://h/v1"_s;
    made.setup.users = 2;
    made.seconds = 10;
    for (int i = 0; i < 4; ++i) {
        LoadSample sample;
        sample.ttftMs = ttft;
        sample.e2eMs = ttft + 1000;
        sample.deltas = 11;
        sample.outputTokens = 21;
        sample.firstDeltaMs = ttft;
        sample.lastDeltaMs = ttft + 1000;
        sample.wireBytes = 100;
        sample.decodedBytes = 300;
        made.add(sample);
        made.ttftMs.add(ttft);
        made.itlMs.add(100, 10);
        made.deltas += 11;
    }
    LoadSample broken;
    broken.error = Error {.kind = ErrorKind::Server, .message = u"<script>alert(1)</script> & more"_s};
    made.add(broken);
    made.steps = {LoadStep {.started = 5, .succeeded = 0, .failed = 1, .deltas = 20, .mostActive = 2},
        LoadStep {.started = 0, .succeeded = 4, .failed = 0, .deltas = 24, .mostActive = 2}};
    return made;
}

const LoadComparisonRow& rowOf(const std::vector<LoadComparisonRow>& rows, const QString& figure)
{
    return *std::ranges::find(rows, figure, &LoadComparisonRow::figure);
}

}

void TestLoadFormats::anEmptyReportIsNullsInJson()
{
    const QJsonObject json = loadReportToJson({});

    for (const QString& key : {u"error_rate"_s, u"request_rate"_s, u"ttft_ms"_s, u"itl_ms"_s, u"tpot_ms"_s, u"e2e_ms"_s,
             u"goodput"_s, u"stream_tokens_per_s"_s})
        QVERIFY2(json[key].isNull(), qPrintable(key));
    QVERIFY(json["tokens"_L1]["per_s"_L1].isNull());
    QVERIFY(json["generator"_L1]["lag_ms"_L1].isNull());
    QCOMPARE(json["requests"_L1].toInt(-1), 0);
}

void TestLoadFormats::anEmptyReportHasNoNumbersInTextAndCsv()
{
    const QString text = loadReportText({});
    const QByteArray csv = loadReportCsv({});

    for (const QString& bad : {u"nan"_s, u"inf"_s}) {
        QVERIFY(!text.contains(bad, Qt::CaseInsensitive));
        QVERIFY(!csv.contains(bad.toUtf8()));
    }
    QVERIFY(csv.contains("\nttft,ms,0,,,,,,\n"));
}

void TestLoadFormats::theJsonHasTheDocumentedFields()
{
    const QJsonObject json = loadReportToJson(report());

    QCOMPARE(json["version"_L1].toInt(), 1);
    QCOMPARE(json["requests"_L1].toInt(), 5);
    QCOMPARE(json["succeeded"_L1].toInt(), 4);
    QCOMPARE(json["failed"_L1].toInt(), 1);
    QCOMPARE(json["error_rate"_L1].toDouble(), 0.2);
    QCOMPARE(json["request_rate"_L1].toDouble(), 0.5);
    QCOMPARE(json["errors"_L1]["server"_L1]["count"_L1].toInt(), 1);
    QCOMPARE(json["ttft_ms"_L1]["mean"_L1].toDouble(), 100.0);
    for (const QString& figure : {u"count"_s, u"mean"_s, u"p50"_s, u"p90"_s, u"p95"_s, u"p99"_s, u"max"_s})
        QVERIFY2(json["itl_ms"_L1].toObject().contains(figure), qPrintable(figure));
    QCOMPARE(json["tpot_ms"_L1]["mean"_L1].toDouble(), 50.0);
    QCOMPARE(json["tokens"_L1]["output"_L1].toInt(), 84);
    QCOMPARE(json["tokens"_L1]["per_s"_L1].toDouble(), 8.4);
    QCOMPARE(json["bytes"_L1]["wire"_L1].toInt(), 400);
    QCOMPARE(json["bytes"_L1]["decoded"_L1].toInt(), 1200);
}

void TestLoadFormats::deltasAreNotCalledTokens()
{
    LoadReport made = report();
    QVERIFY(loadReportText(made).contains(u"tokens/s in all"_s));

    made.answersWithUsage = 0;
    QVERIFY(loadReportText(made).contains(u"deltas/s in all"_s));
    QVERIFY(loadReportText(made).contains(u"TPOT (deltas), ms"_s));
    QVERIFY(!made.countsTokens());
}

void TestLoadFormats::thePageStandsByItselfAndEscapesWhatServersSay()
{
    const QByteArray page = loadReportHtml(report());

    QVERIFY(!page.contains("<script"));
    QVERIFY(page.contains("&lt;script&gt;"));
    for (const char* foreign : {"src=", "href=", "@import", "url("})
        QVERIFY2(!page.contains(foreign), foreign);
    QVERIFY(page.count("<svg") >= 4);
    for (qsizetype at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
        QXmlStreamReader svg(page.sliced(at, page.indexOf("</svg>", at) + 6 - at));
        while (!svg.atEnd())
            svg.readNext();
        QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
    }
    QVERIFY(!loadReportHtml({}).contains("nan"));
    QVERIFY(page.contains("<html lang=\"en\">"));
    QVERIFY(page.contains("<th scope=\"row\">Requests</th><td>5</td>"));
}

void TestLoadFormats::everyChartOfThePageHasItsTable()
{
    const QByteArray page = loadReportHtml(report());

    QVERIFY(page.count("<figure") >= 8);
    for (qsizetype at = page.indexOf("<figure"); at >= 0; at = page.indexOf("<figure", at + 1)) {
        const QByteArray figure = page.sliced(at, page.indexOf("</figure>", at) - at);
        QVERIFY2(figure.contains("<svg") && figure.contains("<table>"), figure.constData());
        QVERIFY2(figure.count("<tr>") > 1, figure.constData());
    }
    QVERIFY(page.contains("<tr><th scope=\"row\">0.5</th><td>48.0</td></tr>")); // 24 deltas in half a second
}

void TestLoadFormats::percentilesEndWhereTheValuesDo_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("last"); // empty = no chart
    QTest::newRow("none") << 0 << QString();
    QTest::newRow("few") << 9 << QString();
    QTest::newRow("10") << 10 << u"p90"_s;
    QTest::newRow("99") << 99 << u"p98"_s;
    QTest::newRow("100") << 100 << u"p99"_s;
    QTest::newRow("999") << 999 << u"p99.5"_s;
    QTest::newRow("1000") << 1000 << u"p99.9"_s;
    QTest::newRow("many") << 100'000 << u"p99.9"_s;
}

void TestLoadFormats::percentilesEndWhereTheValuesDo()
{
    QFETCH(const int, count);
    QFETCH(const QString, last);
    LogarithmicHistogram values;
    for (int i = 1; i <= count; ++i)
        values.add(i);

    const QString chart = htmlPercentiles(u"TTFT"_s, values);

    QCOMPARE(chart.isEmpty(), last.isEmpty());
    if (chart.isEmpty())
        return;
    QString before = chart.section(u"<th scope=\"row\">max"_s, 0, 0);
    QCOMPARE(before.section(u"<th scope=\"row\">"_s, -1).section(u"</th>"_s, 0, 0), last);
    QVERIFY(chart.contains(u"<td>%1</td>"_s.arg(htmlNumber(count)))); // the largest, exactly
    QVERIFY(!chart.contains(u"nan"_s) && !chart.contains(u"inf"_s));
}

void TestLoadFormats::theCsvHasOneLineAFigure()
{
    const QByteArrayList lines = loadReportCsv(report()).split('\n');

    QCOMPARE(lines.first(), "figure,unit,count,mean,p50,p90,p95,p99,max");
    for (const QByteArray& line : lines.first(lines.size() - 1))
        QCOMPARE(line.count(','), 8);
    QVERIFY(lines.contains("failed,,,1.000,,,,,"));
}

void TestLoadFormats::aReportComparedWithItselfIsTheSame()
{
    const QJsonObject json = loadReportToJson(report());

    QVERIFY(haveSameLoad(json, json));
    for (const LoadComparisonRow& row : compareLoadReports(json, json))
        QVERIFY2(row.change(0.1) == LoadChange::Same || row.change(0.1) == LoadChange::Unknown, qPrintable(row.figure));
}

void TestLoadFormats::aSlowerServerIsMarkedWorse()
{
    const auto rows = compareLoadReports(loadReportToJson(report(100)), loadReportToJson(report(150)));

    const LoadComparisonRow& ttft = rowOf(rows, u"TTFT mean"_s);
    QCOMPARE(*ttft.ratio(), 1.5);
    QCOMPARE(ttft.change(0.1), LoadChange::Worse);
    QCOMPARE(ttft.change(0.6), LoadChange::Same);
    LoadComparisonRow rate {.figure = {}, .unit = {}, .before = 1, .after = 2, .isLessBetter = false};
    QCOMPARE(rate.change(0.1), LoadChange::Better);
}

void TestLoadFormats::whatLacksOnOneSideIsNoChange()
{
    const auto rows = compareLoadReports(loadReportToJson(report()), loadReportToJson({}));

    const LoadComparisonRow& ttft = rowOf(rows, u"TTFT mean"_s);
    QVERIFY(!ttft.ratio());
    QCOMPARE(ttft.change(0.1), LoadChange::Unknown);
}

void TestLoadFormats::anotherLoadIsSeen()
{
    LoadReport other = report();
    other.setup.target = u"http://elsewhere/v1"_s;
    QVERIFY(haveSameLoad(loadReportToJson(report()), loadReportToJson(other)));

    other.setup.users = 3;
    QVERIFY(!haveSameLoad(loadReportToJson(report()), loadReportToJson(other)));
}

void TestLoadFormats::whatIsNoReportIsKnown()
{
    QVERIFY(isLoadReport(loadReportToJson({})));
    QVERIFY(!isLoadReport({}));
    QJsonObject newer = loadReportToJson({});
    newer["version"_L1] = 2;
    QVERIFY(!isLoadReport(newer));
}

QTEST_GUILESS_MAIN(TestLoadFormats)
#include "tst_loadformats.moc"
