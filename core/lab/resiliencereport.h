#pragma once

#include "core/lab/resilienceresult.h"

#include <QJsonObject>

namespace sluice {

constexpr int ResilienceReportVersion = 1;

/// The stable form of docs/sluicectl.md, "The resilience checklist".
QJsonObject resilienceToJson(const ResilienceReport& report);
/// A page of its own, with a table.
QString resilienceToMarkdown(const ResilienceReport& report);
/// For a terminal: a line a check, its reason below where it has not passed.
QString resilienceToText(const ResilienceReport& report);

}
