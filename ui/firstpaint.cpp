#include "ui/firstpaint.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <utility>

namespace sluice {

namespace {

class FirstPaint final : public QObject
{
public:
    FirstPaint(QWidget* window, std::function<void()> work, std::chrono::milliseconds patience)
        : QObject(window)
        , m_work(std::move(work))
    {
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(this, [this] {
            deleteLater();
            std::exchange(m_work, {})();
        });
        m_timer.start(patience);
        window->installEventFilter(this);
    }

    bool eventFilter(QObject* window, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) { // its children are painted in the same turn, and then all is flushed
            window->removeEventFilter(this);
            m_timer.start(std::chrono::milliseconds(0));
        }
        return false;
    }

private:
    std::function<void()> m_work;
    QTimer m_timer;
};

}

void afterFirstPaint(QWidget* window, std::function<void()> work, std::chrono::milliseconds patience)
{
    new FirstPaint(window, std::move(work), patience);
}

}
