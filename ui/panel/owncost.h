#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace sluice {

/// What Sluice itself costs, measured while somebody looks: CPU and memory of the process by the kernel, and how long the UI
/// thread was kept from its events. GUI thread.
class OwnCost final : public QObject
{
    Q_OBJECT

public:
    explicit OwnCost(QObject* parent = nullptr, const Clock& clock = steadyClock());

    /// Off costs nothing.
    void setActive(bool isActive);
    bool isActive() const { return m_timer.isActive(); }

    std::optional<double> cpuPercent() const { return m_cpuPercent; } ///< of one core, over the last second
    std::optional<qint64> residentBytes() const { return m_residentBytes; }
    /// Since it became active: the longest time in which the UI thread served no timer.
    std::optional<Millis> longestBlock() const { return m_longestBlock; }

    /// CPU time of this process so far, in seconds.
    static double processCpuSeconds();
    /// Of the calling thread.
    static double threadCpuSeconds();

Q_SIGNALS:
    void changed(); ///< once a second

private:
    void tick();

    const Clock& m_clock;
    QTimer m_timer;
    TimePoint m_lastTick;
    TimePoint m_lastSample;
    std::optional<double> m_cpuAtSample;
    std::optional<double> m_cpuPercent;
    std::optional<qint64> m_residentBytes;
    std::optional<Millis> m_longestBlock;
};

}
