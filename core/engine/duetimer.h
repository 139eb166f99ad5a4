#pragma once

#include "core/base/clock.h"

#include <QTimer>

#include <functional>
#include <optional>

namespace sluice {

/// Calls back at a time that moves often. Moving it later, or away, costs nothing: the timer fires early then, and the callback,
/// which must look at the clock itself, arms it again. Its thread's event loop; the callback is called from there only.
class DueTimer
{
public:
    explicit DueTimer(std::function<void()> onDue)
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(onDue));
    }

    /// Fires at \a due at the latest; nothing = it need not fire.
    void arm(std::optional<TimePoint> due, TimePoint now)
    {
        if (!due || (m_timer.isActive() && m_due <= *due))
            return;
        m_due = *due;
        m_timer.start(std::max(Millis(0), std::chrono::ceil<Millis>(*due - now)));
    }

    void stop() { m_timer.stop(); }

private:
    QTimer m_timer;
    TimePoint m_due;
};

}
