#pragma once

#include "core/base/clock.h"
#include "core/engine/streamstate.h"

#include <QBasicTimer>
#include <QLabel>

namespace sluice {

/// Where the stream stands, in words; during the pause before an attempt also how long it still is, second by second. The
/// accessible name is `Stream state: <state>` and the description the words as the state began: nobody wants to hear it count.
/// GUI thread.
class StreamStateLabel final : public QLabel
{
    Q_OBJECT

public:
    /// \a clock must outlive this.
    explicit StreamStateLabel(QWidget* parent = nullptr, const Clock& clock = steadyClock());

    void setStatus(const StreamStatus& status);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void countDown();
    QString words(Millis left) const;

    const Clock& m_clock;
    StreamStatus m_status;
    TimePoint m_next; ///< when a pause ends
    QBasicTimer m_timer;
};

}
