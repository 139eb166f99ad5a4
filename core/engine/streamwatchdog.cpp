#include "core/engine/streamwatchdog.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice {

namespace {

constexpr Millis TrailerSilence {2000};
constexpr Millis TrailerTotal {10000};

}

StreamWatchdog::StreamWatchdog(const TimeoutOptions& options)
    : m_options(options)
{ }

void StreamWatchdog::enter(Phase phase, TimePoint now)
{
    if (phase == m_phase && phase == Phase::Trailer)
        return;
    m_phase = phase;
    m_entered = now;
    m_lastLife = now;
    m_lifeBy.reset();
}

void StreamWatchdog::doubt(TimePoint now, Millis patience)
{
    if (m_phase != Phase::Off && m_phase != Phase::Trailer)
        m_lifeBy = now + patience;
}

StreamWatchdog::Verdict StreamWatchdog::check(TimePoint now) const
{
    if (m_phase == Phase::Off)
        return Verdict::Fine;
    if (m_phase == Phase::Trailer) {
        const bool over = now >= m_lastLife + TrailerSilence || now >= m_entered + TrailerTotal;
        return over ? Verdict::TrailerOver : Verdict::Fine;
    }
    if ((limit() > Millis(0) && now >= m_lastLife + limit()) || (m_lifeBy && now >= *m_lifeBy))
        return Verdict::TimedOut;
    if (m_phase == Phase::Body && m_options.stalledAfter > Millis(0) && now >= m_lastLife + m_options.stalledAfter)
        return Verdict::Stalled;
    return Verdict::Fine;
}

std::optional<TimePoint> StreamWatchdog::nextCheck(bool isStalled) const
{
    if (m_phase == Phase::Off)
        return std::nullopt;
    if (m_phase == Phase::Trailer)
        return std::min(m_lastLife + TrailerSilence, m_entered + TrailerTotal);
    std::optional<TimePoint> next;
    if (limit() > Millis(0))
        next = m_lastLife + limit();
    if (m_lifeBy)
        next = next ? std::min(*next, *m_lifeBy) : m_lifeBy;
    if (m_phase == Phase::Body && !isStalled && m_options.stalledAfter > Millis(0)) {
        const TimePoint stalled = m_lastLife + m_options.stalledAfter;
        next = next ? std::min(*next, stalled) : stalled;
    }
    return next;
}

Millis StreamWatchdog::limit() const
{
    switch (m_phase) {
    case Phase::Connecting:
        return m_options.connect;
    case Phase::FirstByte:
        return m_options.firstByte;
    case Phase::Body:
        return m_options.silence;
    case Phase::Off:
    case Phase::Trailer:
        return Millis(0);
    }
    Q_UNREACHABLE();
}

Error StreamWatchdog::timeoutError(const QString& host) const
{
    if (m_lifeBy && *m_lifeBy < m_lastLife + limit()) {
        return {.kind = ErrorKind::Timeout,
            .message = QCoreApplication::translate(
                "Error", "The connection to %1 was lost while this computer slept or changed its network.")
                .arg(host)};
    }
    const QString seconds = QString::number(static_cast<double>(limit().count()) / 1000.0, 'g', 3);
    QString message = QCoreApplication::translate("Error", "Nothing came from %1 for %2 s.").arg(host, seconds);
    if (m_phase == Phase::Connecting)
        message = QCoreApplication::translate("Error", "No connection to %1 within %2 s.").arg(host, seconds);
    else if (m_phase == Phase::FirstByte)
        message = QCoreApplication::translate("Error", "%1 did not begin to answer within %2 s.").arg(host, seconds);
    return {.kind = ErrorKind::Timeout, .message = message};
}

}
