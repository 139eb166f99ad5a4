#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

namespace sluice {

/// Lets a storm of scroll events move the view at most once in an interval. What it holds back is a distance, so that it can be
/// kept while the view corrects its own place. GUI thread.
class ScrollThrottle final : public QObject
{
    Q_OBJECT

public:
    explicit ScrollThrottle(QObject* parent = nullptr);

    /// 0 = hold nothing back.
    void setInterval(Millis interval);

    /// The user has scrolled so far from where the view is, in px. True: wait for due(). False: move now.
    bool holds(qint64 distance);
    qint64 held() const { return m_held; }
    /// Something else has decided where the view is.
    void cancel() { m_held = 0; }

Q_SIGNALS:
    void due();

private:
    void release();

    QTimer m_timer;
    qint64 m_held = 0;
};

}
