#include "ui/lab/loadcourse.h"

namespace sluice {

namespace {

/// What was added to \a before to make \a now.
LogarithmicHistogram added(const LogarithmicHistogram& before, const LogarithmicHistogram& now)
{
    std::map<int, qint64> buckets = now.buckets();
    for (const auto& [bucket, count] : before.buckets())
        buckets[bucket] -= count;
    return LogarithmicHistogram::fromBuckets(buckets, now.sum() - before.sum(), now.max());
}

}

void LoadCourse::add(const LoadReport& report)
{
    if (report.elapsedSeconds >= (m_windows.empty() ? 0 : m_windows.back().end) + m_length)
        endWindow(report);
}

void LoadCourse::finish(const LoadReport& report)
{
    endWindow(report);
}

void LoadCourse::endWindow(const LoadReport& report)
{
    m_windows.push_back(
        {.end = report.elapsedSeconds, .ttftMs = added(m_ttftMs, report.ttftMs), .itlMs = added(m_itlMs, report.itlMs)});
    m_ttftMs = report.ttftMs;
    m_itlMs = report.itlMs;
    if (m_windows.size() > LoadReport::MostSteps)
        join();
}

void LoadCourse::join()
{
    m_length *= 2;
    std::vector<Window> joined;
    for (std::size_t i = 0; i < m_windows.size(); i += 2) {
        Window window = m_windows[i];
        if (i + 1 < m_windows.size()) {
            window.end = m_windows[i + 1].end;
            window.ttftMs.add(m_windows[i + 1].ttftMs);
            window.itlMs.add(m_windows[i + 1].itlMs);
        }
        joined.push_back(std::move(window));
    }
    m_windows = std::move(joined);
}

QList<QPointF> LoadCourse::percentiles(Figure figure, double share) const
{
    QList<QPointF> points;
    for (const Window& window : m_windows) {
        const LogarithmicHistogram& values = figure == Figure::Ttft ? window.ttftMs : window.itlMs;
        if (values.count() > 0)
            points.append({window.end, values.percentile(share)});
    }
    return points;
}

}
