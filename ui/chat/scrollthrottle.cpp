#include "ui/chat/scrollthrottle.h"

namespace sluice {

ScrollThrottle::ScrollThrottle(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &ScrollThrottle::release);
}

void ScrollThrottle::setInterval(Millis interval)
{
    m_timer.setInterval(interval);
    if (interval == Millis(0) && m_timer.isActive()) {
        m_timer.stop();
        release();
    }
}

bool ScrollThrottle::holds(qint64 distance)
{
    const bool isHeld = m_timer.isActive();
    m_held = isHeld ? distance : 0;
    if (!isHeld && m_timer.interval() > 0)
        m_timer.start();
    return isHeld;
}

void ScrollThrottle::release()
{
    if (m_held != 0)
        Q_EMIT due();
}

}
