// ChatStream and time: when its strategy and its watchdog want to be asked again.
#include "core/engine/chatstream.h"
#include "core/engine/streamattempt.h"

namespace sluice {

void ChatStream::armTimers()
{
    const TimePoint now = steadyClock().now();
    m_strategyTimer.arm(m_pipeline.nextDue(), now);
    m_watchdogTimer.arm(m_watchdog.nextCheck(m_status.state == StreamState::Stalled), now);
}

void ChatStream::checkStrategy()
{
    m_pipeline.releaseDue(steadyClock().now());
    wakeConsumer();
    armTimers();
}

void ChatStream::checkWatchdog()
{
    // After a suspend, or behind a busy thread, what was sent in time may still wait to be read.
    if (m_exchange && m_exchange->bytesAvailable() > 0)
        pump();
    if (m_ended || !m_exchange)
        return;
    switch (m_watchdog.check(steadyClock().now())) {
    case StreamWatchdog::Verdict::Fine:
        break;
    case StreamWatchdog::Verdict::Stalled:
        if (m_status.state == StreamState::Streaming)
            setStatus({.state = StreamState::Stalled});
        break;
    case StreamWatchdog::Verdict::TimedOut:
        breakOff(m_exchange->refusal().value_or(m_watchdog.timeoutError(m_exchange->host())));
        return;
    case StreamWatchdog::Verdict::TrailerOver:
        complete();
        return;
    }
    armTimers();
}

}
