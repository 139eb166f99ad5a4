#pragma once

#include "core/base/result.h"
#include "core/lab/loadreport.h"

#include <QByteArray>
#include <QJsonObject>

namespace sluice {

/// The stable form of docs/sluicectl.md, "The report of a load test"; null for what was not measured.
QJsonObject loadReportToJson(const LoadReport& report);

/// For a terminal, in English, no line longer than 100 characters but for addresses and messages.
QString loadReportText(const LoadReport& report);

/// One line a figure: `figure,unit,count,mean,p50,p90,p95,p99,max`; a figure that is one number has it in "mean".
QByteArray loadReportCsv(const LoadReport& report);

/// A page by itself: nothing is loaded from anywhere, charts are SVG. Text of a server is escaped.
QByteArray loadReportHtml(const LoadReport& report);

/// What differs between two reports in their JSON form: figure, before, after, ratio.
struct LoadComparisonRow
{
    QString figure;
    QString unit;
    std::optional<double> before;
    std::optional<double> after;

    std::optional<double> ratio() const; ///< after / before
};
/// Both must be what loadReportToJson() made; Protocol when one is not.
Result<std::vector<LoadComparisonRow>> compareLoadReports(const QJsonObject& before, const QJsonObject& after);

}
