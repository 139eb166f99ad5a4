#pragma once

#include "core/base/result.h"
#include "core/lab/loadreport.h"

#include <QByteArray>
#include <QJsonObject>

namespace sluice {

constexpr int LoadReportVersion = 1;

/// The stable form of docs/sluicectl.md, "The report of a load test"; null for what was not measured.
QJsonObject loadReportToJson(const LoadReport& report);

/// For a terminal, in English, no line longer than 100 characters but for addresses and messages.
QString loadReportText(const LoadReport& report);

/// One line a figure: `figure,unit,count,mean,p50,p90,p95,p99,max`; a figure that is one number has it in "mean".
QByteArray loadReportCsv(const LoadReport& report);

/// A page by itself, in the language of the program: nothing is loaded from anywhere, charts are SVG. Text of a server is
/// escaped.
QByteArray loadReportHtml(const LoadReport& report);

enum class LoadChange { Unknown, Same, Better, Worse };

/// What differs between two reports in their JSON form.
struct LoadComparisonRow
{
    QString figure;
    QString unit;
    std::optional<double> before;
    std::optional<double> after;
    bool isLessBetter = true;

    std::optional<double> ratio() const; ///< after / before; nothing when before is 0
    /// Same: the two differ by less than \a noise, a share of the smaller one.
    LoadChange change(double noise) const;
};
/// Whether it is what loadReportToJson() made, in the form of this version.
bool isLoadReport(const QJsonObject& report);
/// Both are.
std::vector<LoadComparisonRow> compareLoadReports(const QJsonObject& before, const QJsonObject& after);
/// Whether both were the same test; the target may be another one.
bool haveSameLoad(const QJsonObject& before, const QJsonObject& after);

}
