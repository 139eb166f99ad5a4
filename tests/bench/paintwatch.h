#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QWidget>

#include <functional>
#include <utility>

namespace sluice::bench {

/// Calls back at the end of each paintEvent() of a widget.
class PaintWatch final : public QObject
{
public:
    PaintWatch(QWidget& widget, std::function<void()> painted)
        : m_painted(std::move(painted))
    {
        widget.installEventFilter(this);
    }

    bool isInside() const { return m_isInside; } ///< the paintEvent() has not returned

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::Paint || m_isInside)
            return false;
        m_isInside = true;
        QCoreApplication::sendEvent(watched, event); // past this filter, through all the others
        m_isInside = false;
        m_painted();
        return true;
    }

private:
    std::function<void()> m_painted;
    bool m_isInside = false;
};

}
