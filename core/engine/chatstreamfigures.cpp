// What ChatStream measures, as others get it.
#include "core/engine/chatstream.h"
#include "core/engine/streamattempt.h"

namespace sluice {

void ChatStream::notePhase(AttemptPhase phase)
{
    ArrivalRecorder& arrivals = m_pipeline.arrivals();
    TimelineAttempt& attempt = arrivals.attempt();
    const double at = arrivals.sinceStart(m_exchange->receivedAt());
    switch (phase) {
    case AttemptPhase::Reopened:
        attempt.connectingMs.reset();
        attempt.encryptedMs.reset();
        attempt.requestSentMs.reset();
        attempt.reusedConnection = false;
        break;
    case AttemptPhase::Connecting:
        attempt.connectingMs = at;
        break;
    case AttemptPhase::Encrypted:
        attempt.encryptedMs = at;
        break;
    case AttemptPhase::RequestSent:
        attempt.requestSentMs = at;
        attempt.reusedConnection = !attempt.connectingMs;
        break;
    }
}

StreamFigures ChatStream::figures() const
{
    const auto sinceStart = [this](std::optional<TimePoint> time) -> std::optional<double> {
        if (!time)
            return std::nullopt;
        return std::chrono::duration<double, std::milli>(*time - m_started).count();
    };
    return {.ttftMs = sinceStart(m_pipeline.firstTextAt()),
        .e2eMs = sinceStart(m_endedAt),
        .textDeltas = m_pipeline.textDeltas(),
        .wireBytes = m_pipeline.wireBytes(),
        .decodedBytes = m_pipeline.decodedBytes(),
        .reconnects = m_reconnects,
        .startedAt = m_started};
}

std::shared_ptr<const ArrivalFigures> ChatStream::arrivals()
{
    return m_pipeline.arrivalFigures(steadyClock().now(), m_ended);
}

void ChatStream::countEnd(const StreamEnd& end)
{
    if (!m_meter)
        return;
    m_meter->finish(end, m_pipeline.usage(), *m_endedAt);
    m_environment.metrics->countReceived(m_pipeline.wireBytes(), m_pipeline.decodedBytes());
}

}
