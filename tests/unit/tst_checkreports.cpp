// The forms in which scorecard and checklist are handed on.
#include "core/lab/resiliencereport.h"
#include "core/lab/scorecard.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

ResilienceReport report()
{
    ResilienceReport made {.provider = u"openai"_s, .target = u"http://h/v1"_s, .model = u"m"_s, .startedAt = QDateTime()};
    made.startedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    made.isRepeatable = true;
    made.results = {
        {.id = u"undisturbed"_s, .verdict = CheckVerdict::Pass, .why = u"Fine."_s, .took = Millis(1500), .paidRequests = 1},
        {.id = u"reset"_s,
            .verdict = CheckVerdict::Fail,
            .why = u"A | bar\nand a line."_s,
            .took = Millis(20),
            .paidRequests = 2,
            .reconnects = 1,
            .resumedBy = {ResumeMeans::LastEventId},
            .text = TextMatch::Differs},
        {.id = u"cut-gzip"_s, .verdict = CheckVerdict::NotApplicable, .why = u"No."_s},
    };
    return made;
}

Scorecard card()
{
    Scorecard made {.provider = u"openai"_s, .target = u"http://h/v1"_s, .model = {}, .startedAt = QDateTime()};
    made.startedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    made.requests = 3;
    made.lines = {{.id = u"ending"_s, .verdict = ScoreVerdict::No, .evidence = u"None."_s, .isRequired = true},
        {.id = u"gzip"_s, .verdict = ScoreVerdict::No, .evidence = u"Not used."_s},
        {.id = u"ttft"_s, .verdict = ScoreVerdict::Measured, .evidence = u"12 ms."_s}};
    return made;
}

}

class TestCheckReports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theChecklistHasItsDocumentedFields();
    void theScorecardHasItsDocumentedFields();
    void aTableSurvivesWhatServersSay();
    void onlyRequiredLinesFail();
    void everyLineAndCheckHasATitle();
};

void TestCheckReports::theChecklistHasItsDocumentedFields()
{
    const QJsonObject json = resilienceToJson(report());

    QCOMPARE(json.value("version"_L1).toInt(), 1);
    QCOMPARE(json.value("started_at"_L1).toString(), u"2026-01-02T03:04:05Z"_s);
    QCOMPARE(json.value("repeatable"_L1).toBool(), true);
    QCOMPARE(json.value("passed"_L1).toInt(), 1);
    QCOMPARE(json.value("failed"_L1).toInt(), 1);
    QCOMPARE(json.value("not_applicable"_L1).toInt(), 1);
    QCOMPARE(json.value("paid_requests"_L1).toInt(), 3);
    QCOMPARE(json.value("endpoint"_L1)["base_url"_L1].toString(), u"http://h/v1"_s);
    const QJsonObject failed = json.value("checks"_L1)[1].toObject();
    QCOMPARE(failed.value("verdict"_L1).toString(), u"fail"_s);
    QCOMPARE(failed.value("text"_L1).toString(), u"differs"_s);
    QCOMPARE(failed.value("took_ms"_L1).toInt(), 20);
    QCOMPARE(failed.value("resumed_by"_L1).toArray(), QJsonArray {u"last_event_id"_s});
    QVERIFY(json.value("checks"_L1)[2]["text"_L1].isNull());
    QVERIFY(resilienceToJson({}).value("repeatable"_L1).isNull());
}

void TestCheckReports::theScorecardHasItsDocumentedFields()
{
    const QJsonObject json = scorecardToJson(card());

    QCOMPARE(json.value("version"_L1).toInt(), 1);
    QCOMPARE(json.value("failed"_L1).toInt(), 1);
    QCOMPARE(json.value("requests"_L1).toInt(), 3);
    const QJsonObject line = json.value("lines"_L1)[0].toObject();
    QCOMPARE(line.value("id"_L1).toString(), u"ending"_s);
    QCOMPARE(line.value("verdict"_L1).toString(), u"no"_s);
    QCOMPARE(line.value("required"_L1).toBool(), true);
    QCOMPARE(line.value("failed"_L1).toBool(), true);
    QCOMPARE(line.value("evidence"_L1).toString(), u"None."_s);
}

void TestCheckReports::aTableSurvivesWhatServersSay()
{
    const QString page = resilienceToMarkdown(report());

    QVERIFY(page.contains(u"| Connection reset | FAIL | A \\| bar and a line. | 0.0 s | 2 |\n"_s));
    QVERIFY(page.startsWith(u"# Resilience of http://h/v1\n"_s));
    QVERIFY(scorecardToMarkdown(card()).contains(u"| Compresses (gzip) | no | Not used. |\n"_s));
    QVERIFY(resilienceToText(report()).contains(u"FAIL  Connection reset\n      A | bar and a line.\n"_s));
}

void TestCheckReports::onlyRequiredLinesFail()
{
    QCOMPARE(card().failures(), 1);
    QVERIFY(scorecardToText(card()).contains(u"NO              Ends as its protocol says\n"_s));
    QVERIFY(scorecardToText({}).contains(u"Nothing that is required is missing."_s));
}

void TestCheckReports::everyLineAndCheckHasATitle()
{
    for (const QLatin1StringView id : scoreLineIds())
        QVERIFY(scoreLineTitle(id) != id);
    QCOMPARE(scoreLineTitle(u"unheard-of"_s), u"unheard-of"_s);
}

QTEST_GUILESS_MAIN(TestCheckReports)
#include "tst_checkreports.moc"
