#pragma once

#include "core/lab/loadreportformats.h"
#include "core/lab/loadrun.h"
#include "ui/panel/headlinefigures.h"

#include <QList>
#include <QPointF>
#include <QStringList>

namespace sluice {

// How the Lab says what a load test measured, in the user's language; what the charts draw of it. Pure.

/// Whether there are figures, and whether they are the server's: one sentence, empty when nothing speaks against it.
QString verdictWords(const LoadReport& report);
/// "12 s · 8 running · 90 complete · 2 failed".
QString progressWords(const LoadProgress& progress);
/// That it is over, how long all of it took, and what came of it.
QString endWords(const LoadReport& report);
/// Whom it asked, and with what load.
QString setupWords(const LoadReport& report);

QList<HeadlineFigure> headlineOf(const LoadReport& report);
/// Name, mean, p50, p90, p95, p99, max.
QList<QStringList> latencyRows(const LoadReport& report);
/// Name, value.
QList<QStringList> figureRows(const LoadReport& report);
/// Kind, how many, what the first one said.
QList<QStringList> errorRows(const LoadReport& report);
/// Figure, before, now, change in per cent and what it means; \a noise as in LoadComparisonRow::change().
QList<QStringList> comparisonRows(const std::vector<LoadComparisonRow>& rows, double noise);

/// Seconds → deltas a second. The last step is left out, as it is not a whole one; where it is the only one it counts for as long
/// as it was.
QList<QPointF> deltaRate(const LoadReport& report);
/// Seconds → most requests in flight.
QList<QPointF> mostActive(const LoadReport& report);

}
