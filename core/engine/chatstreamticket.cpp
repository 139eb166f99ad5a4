// ChatStream and its ticket: how an answer that an earlier stream began, perhaps in an earlier run of the program, is come back
// to, and how a later stream may come back to this one.
#include "core/engine/chatstream.h"

namespace sluice {

void ChatStream::takeTicket()
{
    if (!m_request.ticket)
        return;
    m_hasTicket = true;
    m_generation.trace = traceOf(*m_request.ticket);
    m_generation.isOfTicket = true;
    m_generation.isContinued = true;
    m_generation.wasSent = true;
    if (m_request.ticket->means == ResumeMeans::StreamOffset)
        m_abilities.streamOffset = Ability::Yes; // its server had it then; a refusal tells if not any more
}

/// What names the answer comes with the head, or with one of its first events.
void ChatStream::lookForTicket()
{
    constexpr qint64 FirstEvents = 8;
    if (!m_generation.mayHaveTicket || !m_attempt.hasAnswer)
        return;
    const std::optional<ReplayTicket> ticket = m_plan.ticket(trace(), m_abilities);
    if (ticket)
        tellTicket(ticket);
    m_generation.mayHaveTicket = !ticket && m_pipeline.events() < m_generation.eventsBefore + FirstEvents;
}

void ChatStream::tellTicket(const std::optional<ReplayTicket>& ticket)
{
    if (!ticket && !m_hasTicket)
        return;
    m_hasTicket = ticket.has_value();
    Q_EMIT ticketChanged(ticket);
}

/// The first body of an answer that is come back to.
void ChatStream::beginWhole(const BodyPlan& plan)
{
    std::unique_ptr<DeltaDecoder> decoder = m_provider.newDecoder();
    if (m_step.body == ResumeStep::Body::Poll)
        decoder->goOn(); // it may not be whole yet
    m_pipeline.beginBody(std::move(decoder), plan);
    m_pipeline.goOnFromStart(*m_step.means);
}

}
