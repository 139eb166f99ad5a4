#pragma once

#include <QString>

namespace sluice {

/// `compare reports`: what differs between two reports of `bench` or `load`. A change of less than \a noisePercent is not marked.
/// The exit status.
int compareReportFiles(const QString& before, const QString& after, double noisePercent, bool asJson);

}
