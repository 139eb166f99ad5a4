#pragma once

#include "core/lab/loadreport.h"

#include <QList>
#include <QPointF>

#include <vector>

namespace sluice {

/// How the latencies of a load test changed while it ran: percentiles of what was measured in each second or so, from reports
/// that grow. At most LoadReport::MostSteps points; when there would be more, two become one. A value, pure.
class LoadCourse
{
public:
    enum class Figure { Ttft, Itl };

    /// Of a test that runs. A later report has all that an earlier one had, or more.
    void add(const LoadReport& report);
    /// The last one: what came behind the last window is one, too, however short.
    void finish(const LoadReport& report);
    void clear() { *this = {}; }

    /// Seconds → milliseconds, at the end of each window in which there was anything to measure.
    QList<QPointF> percentiles(Figure figure, double share) const;

private:
    struct Window
    {
        double end = 0; ///< seconds
        LogarithmicHistogram ttftMs {};
        LogarithmicHistogram itlMs {};
    };

    void endWindow(const LoadReport& report);
    void join();

    double m_length = 1; ///< seconds of a window, at least
    std::vector<Window> m_windows;
    LogarithmicHistogram m_ttftMs; // as they were at the end of the last window
    LogarithmicHistogram m_itlMs;
};

}
