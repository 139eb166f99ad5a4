#pragma once

#include "core/figures/logarithmichistogram.h"
#include "core/lab/loadreport.h"

#include <QString>

#include <functional>

namespace sluice {

// Charts of a load report as parts of a page: each is a figure with an SVG drawing, labels that are text of the page, so that
// they stay readable on a narrow one, and a table with the same figures that opens below. Empty where nothing was measured. In
// the language of the program. Pure.

/// Over the time of the run. \a digits behind the point in the table.
QString htmlOverTime(
    const QString& title, const LoadReport& report, int digits, const std::function<double(const LoadStep&)>& value);

/// How many values there are of each size, on a logarithmic scale.
QString htmlHistogram(const QString& title, const QString& counted, const LogarithmicHistogram& values);

/// The value at each percentile from the median up, on a scale where each nine has the same room. It ends at p99.9, or at the
/// last percentile that the number of values has one value beyond.
QString htmlPercentiles(const QString& title, const LogarithmicHistogram& values);

/// Three digits, without an exponent.
QString htmlNumber(double value);

/// The colours and forms that all of this needs, for the page's style sheet.
QString htmlChartStyle();

}
