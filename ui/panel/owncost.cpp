#include "ui/panel/owncost.h"

#include <QFile>

#include <algorithm>
#include <ctime>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis TickInterval {50};
constexpr Millis SampleInterval {1000};

double seconds(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

/// The second number of statm: resident pages (proc(5)). A read of procfs does not wait for a disk.
std::optional<qint64> resident()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QFile::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const qint64 pages = file.readAll().split(' ').value(1).toLongLong(&isNumber);
    return isNumber ? std::optional(pages * qint64(sysconf(_SC_PAGESIZE))) : std::nullopt;
}

}

OwnCost::OwnCost(QObject* parent, const Clock& clock)
    : QObject(parent)
    , m_clock(clock)
{
    m_timer.setInterval(TickInterval);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &OwnCost::tick);
}

void OwnCost::setActive(bool isActive)
{
    if (isActive == m_timer.isActive())
        return;
    if (!isActive) {
        m_timer.stop();
        return;
    }
    m_lastTick = m_lastSample = m_clock.now();
    m_cpuAtSample = processCpuSeconds();
    m_cpuPercent.reset();
    m_longestBlock.reset();
    m_residentBytes = resident();
    m_timer.start();
}

void OwnCost::tick()
{
    const TimePoint now = m_clock.now();
    const auto late = std::chrono::duration_cast<Millis>(now - m_lastTick) - TickInterval;
    m_longestBlock = std::max(m_longestBlock.value_or(Millis(0)), std::max(late, Millis(0)));
    m_lastTick = now;
    if (now - m_lastSample < SampleInterval)
        return;
    const double cpu = processCpuSeconds();
    if (m_cpuAtSample)
        m_cpuPercent = (cpu - *m_cpuAtSample) / std::chrono::duration<double>(now - m_lastSample).count() * 100;
    m_cpuAtSample = cpu;
    m_lastSample = now;
    m_residentBytes = resident();
    Q_EMIT changed();
}

double OwnCost::processCpuSeconds()
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double OwnCost::threadCpuSeconds()
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

}
