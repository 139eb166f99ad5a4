#include "core/lab/resiliencereport.h"

#include "core/base/joinedwords.h"
#include "core/lab/markdowntable.h"
#include "core/lab/resiliencecheck.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct ReportWords
{
    Q_DECLARE_TR_FUNCTIONS(ResilienceReport)
};

QString titleOf(const ResilienceResult& result)
{
    const std::vector<ResilienceCheck>& checks = resilienceChecks();
    const auto found =
        std::find_if(checks.begin(), checks.end(), [&](const ResilienceCheck& check) { return result.id == check.id; });
    return found == checks.end() ? result.id : resilienceTitle(*found);
}

QString verdictWord(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Pass:
        return ReportWords::tr("pass");
    case CheckVerdict::Fail:
        return ReportWords::tr("FAIL");
    case CheckVerdict::NotApplicable:
        return ReportWords::tr("n/a");
    }
    Q_UNREACHABLE();
}

QString seconds(Millis time)
{
    return QString::number(double(time.count()) / 1000, 'f', 1) + u" s"_s;
}

QString summary(const ResilienceReport& report)
{
    const QString line = ReportWords::tr("%1 passed, %2 failed, %3 not applicable. The endpoint worked for %4 requests.")
                             .arg(report.count(CheckVerdict::Pass))
                             .arg(report.count(CheckVerdict::Fail))
                             .arg(report.count(CheckVerdict::NotApplicable))
                             .arg(report.paidRequests());
    return inSequence({line, report.wasStopped ? ReportWords::tr("It was stopped before its end.") : QString()});
}

QJsonObject toJson(const ResilienceResult& result)
{
    QJsonArray means;
    for (const ResumeMeans each : result.resumedBy)
        means.append(resumeMeansName(each));
    const QString match = textMatchName(result.text);
    return {{u"id"_s, result.id}, {u"title"_s, titleOf(result)}, {u"verdict"_s, checkVerdictName(result.verdict)},
        {u"why"_s, result.why}, {u"took_ms"_s, qint64(result.took.count())}, {u"paid_requests"_s, result.paidRequests},
        {u"reconnects"_s, result.reconnects}, {u"resumed_by"_s, means},
        {u"text"_s, match.isEmpty() ? QJsonValue() : QJsonValue(match)}};
}

}

QJsonObject resilienceToJson(const ResilienceReport& report)
{
    QJsonArray checks;
    for (const ResilienceResult& result : report.results)
        checks.append(toJson(result));
    return {{u"version"_s, ResilienceReportVersion},
        {u"endpoint"_s,
            QJsonObject {{u"provider"_s, report.provider}, {u"base_url"_s, report.target}, {u"model"_s, report.model}}},
        {u"started_at"_s, report.startedAt.toUTC().toString(Qt::ISODate)}, {u"may_pay_again"_s, report.mayPayAgain},
        {u"stopped"_s, report.wasStopped},
        {u"repeatable"_s, report.isRepeatable ? QJsonValue(*report.isRepeatable) : QJsonValue()},
        {u"passed"_s, report.count(CheckVerdict::Pass)}, {u"failed"_s, report.count(CheckVerdict::Fail)},
        {u"not_applicable"_s, report.count(CheckVerdict::NotApplicable)}, {u"paid_requests"_s, report.paidRequests()},
        {u"checks"_s, checks}};
}

QString resilienceToMarkdown(const ResilienceReport& report)
{
    QString page = u"# "_s + ReportWords::tr("Resilience of %1").arg(report.target) + u"\n\n"_s;
    const QString whom =
        ReportWords::tr("Provider %1, model %2, %3.")
            .arg(report.provider, report.model.isEmpty() ? u"–"_s : report.model, report.startedAt.toUTC().toString(Qt::ISODate));
    page += inSequence({whom, summary(report)}) + u"\n\n"_s;
    page += markdownRow({ReportWords::tr("Check"), ReportWords::tr("Result"), ReportWords::tr("Why"), ReportWords::tr("Time"),
        ReportWords::tr("Paid requests")});
    page += u"| --- | --- | --- | ---: | ---: |\n"_s;
    for (const ResilienceResult& result : report.results)
        page += markdownRow({titleOf(result), verdictWord(result.verdict), result.why, seconds(result.took),
            QString::number(result.paidRequests)});
    return page;
}

QString resilienceToText(const ResilienceReport& report)
{
    QString text;
    for (const ResilienceResult& result : report.results)
        text += verdictWord(result.verdict).leftJustified(6) + titleOf(result) + u"\n      "_s + result.why.simplified() + u'\n';
    return text + summary(report) + u'\n';
}

}
