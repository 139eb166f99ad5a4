#include "ui/chat/streamstatelabel.h"

#include "ui/chat/statewords.h"
#include "ui/contractname.h"

#include <QTimerEvent>

#include <algorithm>

namespace sluice {

namespace {

// The last second is counted as one, not as none.
std::chrono::seconds shownSeconds(Millis left)
{
    return std::chrono::ceil<std::chrono::seconds>(left);
}

QString nameOf(const StreamStatus& status)
{
    return status.state == StreamState::Stopped ? stoppedName(status.serverStop) : streamStateName(status.state);
}

}

StreamStateLabel::StreamStateLabel(QWidget* parent, const Clock& clock)
    : QLabel(parent)
    , m_clock(clock)
{
    setTextFormat(Qt::PlainText);
}

void StreamStateLabel::setStatus(const StreamStatus& status)
{
    m_status = status;
    m_next = m_clock.now() + status.delay;
    countDown();
    const QString name = contractName(u"Stream state: ") + nameOf(status);
    if (accessibleName() != name)
        setAccessibleName(name);
    setToolTip(status.reason);
    // What is not worth showing is in the name; it needs a word beside that where the name is of another language.
    QString description = text();
    if (description.isEmpty() && stateWords(status.state, status.serverStop) != nameOf(status))
        description = stateWords(status.state, status.serverStop);
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
}

void StreamStateLabel::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_timer.timerId())
        countDown();
    else
        QLabel::timerEvent(event);
}

void StreamStateLabel::countDown()
{
    m_timer.stop();
    const Millis left = std::max(std::chrono::ceil<Millis>(m_next - m_clock.now()), Millis(0));
    setText(words(left));
    if (m_status.state != StreamState::Reconnecting || m_status.isOffline || left == Millis(0))
        return;
    const Millis untilNextSecond = left - (shownSeconds(left) - std::chrono::seconds(1));
    m_timer.start(int(untilNextSecond.count()), Qt::PreciseTimer, this);
}

QString StreamStateLabel::words(Millis left) const
{
    switch (m_status.state) {
    case StreamState::Idle:
        return {};
    case StreamState::Queued:
        return tr("waiting for a free slot");
    case StreamState::Reconnecting:
        if (m_status.isOffline)
            return tr("waiting for the network");
        if (left == Millis(0))
            return tr("reconnecting (attempt %1)").arg(m_status.attempt);
        return tr("reconnecting (attempt %1, in %2 s)").arg(m_status.attempt).arg(shownSeconds(left).count());
    default:
        return stateWords(m_status.state, m_status.serverStop);
    }
}

}
