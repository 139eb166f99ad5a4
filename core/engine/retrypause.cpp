#include "core/engine/retrypause.h"

namespace sluice {

RetryPause::RetryPause()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may be early, and Retry-After is a promise
    connect(&m_timer, &QTimer::timeout, this, &RetryPause::timeOut);
}

void RetryPause::begin(Millis delay, Wish wish, Way way)
{
    m_wish = wish;
    m_way = way;
    m_isWaiting = false;
    m_timer.start(delay);
}

void RetryPause::stop()
{
    m_timer.stop();
    m_isWaiting = false;
}

void RetryPause::setOffline(bool isOffline)
{
    m_isOffline = isOffline;
}

bool RetryPause::hurry()
{
    const bool canBeShortened = m_timer.isActive() && m_wish == Wish::Ours;
    if (!m_isWaiting && !canBeShortened)
        return false;
    stop();
    timeOut();
    return true;
}

void RetryPause::timeOut()
{
    m_isWaiting = isHeld();
    if (m_isWaiting)
        Q_EMIT held();
    else
        Q_EMIT over();
}

}
