#include "ui/panel/timelinepoints.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr double WindowMs = 1000;

template <typename Value>
QList<QPointF> rate(const StreamTimeline& timeline, Value value)
{
    QList<QPointF> points;
    points.reserve(qsizetype(timeline.buckets.size()));
    const auto window = std::max<std::size_t>(1, std::size_t(std::lround(WindowMs / timeline.bucketMs)));
    qint64 inWindow = 0;
    for (std::size_t i = 0; i < timeline.buckets.size(); ++i) {
        inWindow += value(timeline.buckets[i]);
        if (i >= window)
            inWindow -= value(timeline.buckets[i - window]);
        // What lasted until now counts, not the rest of the bucket that is not over yet.
        const double end = std::min(double(i + 1) * timeline.bucketMs, std::max(timeline.lastMs, double(i) * timeline.bucketMs));
        const double begin = std::max(0.0, double(i + 1) - double(window)) * timeline.bucketMs;
        const double length = std::max(end - begin, timeline.bucketMs);
        points.append({end / 1000, double(inWindow) / length * 1000});
    }
    return points;
}

// More would be a saw that fills the drawing: what is asked of a depth is how deep it got.
constexpr std::size_t MostDepths = 150;

template <typename Value>
QList<QPointF> depth(const StreamTimeline& timeline, Value value)
{
    QList<QPointF> points;
    const std::size_t together = (timeline.buckets.size() + MostDepths - 1) / MostDepths;
    for (std::size_t i = 0; i < timeline.buckets.size(); i += together) {
        const std::size_t end = std::min(i + together, timeline.buckets.size());
        int most = 0;
        for (std::size_t j = i; j < end; ++j)
            most = std::max(most, value(timeline.buckets[j]));
        points.append({std::min(double(end) * timeline.bucketMs, std::max(timeline.lastMs, double(i) * timeline.bucketMs)) / 1000,
            double(most)});
    }
    return points;
}

}

QList<QPointF> receivedRate(const StreamTimeline& timeline)
{
    return rate(timeline, [](const TimelineBucket& bucket) { return bucket.textDeltas + bucket.reasoningDeltas; });
}

QList<QPointF> shownRate(const StreamTimeline& timeline)
{
    return rate(timeline, [](const TimelineBucket& bucket) { return bucket.shownDeltas; });
}

QList<QPointF> heldDepth(const StreamTimeline& timeline)
{
    return depth(timeline, [](const TimelineBucket& bucket) { return bucket.mostHeld; });
}

QList<QPointF> queueDepth(const StreamTimeline& timeline)
{
    return depth(timeline, [](const TimelineBucket& bucket) { return bucket.mostQueued; });
}

QList<HistogramBar> histogramBars(const LogarithmicHistogram& values, int most)
{
    if (values.count() == 0 || most < 1)
        return {};
    const int first = values.buckets().begin()->first;
    const int last = values.buckets().rbegin()->first;
    const int width = std::max(1, (last - first + most) / most);
    QList<HistogramBar> bars((last - first) / width + 1);
    for (qsizetype i = 0; i < bars.size(); ++i) {
        bars[i].begin = LogarithmicHistogram::bucketBegin(first + int(i) * width);
        bars[i].end = LogarithmicHistogram::bucketBegin(first + int(i + 1) * width);
    }
    for (const auto& [bucket, count] : values.buckets())
        bars[(bucket - first) / width].count += count;
    return bars;
}

}
