#pragma once

#include "core/figures/streamtimeline.h"

#include <QList>
#include <QPointF>

namespace sluice {

// What the charts of the performance panel draw of a timeline: at most StreamTimeline::MostBuckets points each. Pure.

/// Seconds → deltas a second, over the last second: text and reasoning as they were received.
QList<QPointF> receivedRate(const StreamTimeline& timeline);
/// The same as they were given to the view.
QList<QPointF> shownRate(const StreamTimeline& timeline);
/// Seconds → most text deltas in the strategy's buffer.
QList<QPointF> heldDepth(const StreamTimeline& timeline);
/// Seconds → most flushes in the queue between network and window.
QList<QPointF> queueDepth(const StreamTimeline& timeline);

/// A bar of a histogram: from \c begin to \c end, in the unit of the values.
struct HistogramBar
{
    double begin = 0;
    double end = 0;
    qint64 count = 0;

    bool operator==(const HistogramBar&) const = default;
};
/// \a values in at most \a most bars that are equally wide on a logarithmic scale, empty ones in between included.
QList<HistogramBar> histogramBars(const LogarithmicHistogram& values, int most);

}
