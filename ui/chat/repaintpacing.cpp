#include "ui/chat/repaintpacing.h"

#include "core/metrics/streammetrics.h"
#include "ui/chat/chatview.h"

namespace sluice {

RepaintPacing::RepaintPacing(const ChatView& view, QObject* parent, const Clock& clock)
    : QObject(parent)
    , m_clock(clock)
    , m_meter(clock)
{
    connect(&view, &ChatView::painted, this, &RepaintPacing::takePaint);
}

void RepaintPacing::setSession(ChatSession* session)
{
    if (m_session) {
        m_session->disconnect(this);
        m_session->setFrameInterval(Background);
    }
    m_session = session;
    m_meter.cancel();
    m_received.reset();
    m_pacer.restart();
    m_applied = Millis(0);
    if (session) {
        connect(session, &ChatSession::frameCame, this, [this](TimePoint received) {
            if (m_metrics && !m_received)
                m_received = received;
        });
        connect(session, &ChatSession::messageChanged, this, [this] { m_meter.begin(); });
        connect(session, &ChatSession::statusChanged, this, &RepaintPacing::takeStatus);
    }
    m_isRunning = session && session->isRunning();
    apply();
}

void RepaintPacing::setBase(Millis interval)
{
    m_pacer.setBase(interval);
    apply();
}

void RepaintPacing::takePaint()
{
    const std::optional<Micros> work = m_meter.end();
    if (!work)
        return;
    if (m_metrics)
        countFrame(*work);
    if (!m_isRunning)
        return;
    m_pacer.addFrame(m_clock.now(), *work);
    apply();
}

void RepaintPacing::setMetrics(StreamMetrics* metrics)
{
    m_metrics = metrics;
    m_received.reset();
}

void RepaintPacing::countFrame(Micros work)
{
    m_metrics->countFrame(work);
    if (m_received)
        m_metrics->countEventToPaint(std::chrono::duration_cast<Micros>(m_clock.now() - *m_received));
    m_received.reset();
}

void RepaintPacing::takeStatus(const StreamStatus& status)
{
    const bool wasRunning = std::exchange(m_isRunning, isRunning(status.state));
    if (m_isRunning == wasRunning)
        return;
    m_pacer.restart(); // another answer may be lighter
    apply();
}

void RepaintPacing::apply()
{
    if (m_session && m_applied != m_pacer.interval()) {
        m_applied = m_pacer.interval();
        m_session->setFrameInterval(m_applied);
    }
    tell(m_pacer.slowdownAt(m_clock.now()));
}

void RepaintPacing::tell(std::optional<Millis> slowdown)
{
    if (slowdown == m_told)
        return;
    m_told = slowdown;
    Q_EMIT slowdownChanged(slowdown ? tr("Repainting every %1 ms: frames take long here").arg(slowdown->count()) : QString());
}

}
