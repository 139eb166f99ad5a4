#include "core/engine/resumeplan.h"

#include "core/chat/continuedrequest.h"

#include <utility>

namespace sluice {

namespace {

bool isRequestRefused(const Error& error)
{
    return error.httpStatus == 400 || error.httpStatus == 422;
}

/// Nothing of it has come from which it could go on.
bool isAtStart(ResumeMeans means, const AnswerTrace& trace)
{
    switch (means) {
    case ResumeMeans::LastEventId:
        return trace.lastEventId.isEmpty();
    case ResumeMeans::StreamOffset:
        return trace.bodyBytes == 0;
    default:
        return !trace.sequence;
    }
}

ResumeStep::Body bodyOf(ResumeMeans means)
{
    return means == ResumeMeans::StreamOffset ? ResumeStep::Body::Bytes : ResumeStep::Body::Events;
}

}

ResumePlan::ResumePlan(const Provider& provider, const StreamRequest& request, std::function<QByteArray()> newName)
    : m_provider(provider)
    , m_request(request)
    , m_newName(std::move(newName))
{ }

ResumeStep ResumePlan::begin(const BrokenAnswer& nothingYet) const
{
    if (nothingYet.isOfTicket) {
        if (std::optional<ResumeStep> step = replay(nothingYet))
            return *std::move(step);
    }
    if (!nothingYet.shown.isEmpty()) {
        BrokenAnswer asked = nothingYet;
        asked.isUnanswered = true; // that the user goes on with it allows the first one
        if (std::optional<ResumeStep> step = payAgain(asked))
            return *std::move(step);
    }
    return ask(m_request.chat, std::nullopt, nothingYet);
}

std::optional<ReplayTicket> ResumePlan::ticket(const AnswerTrace& trace, const EndpointAbilities& abilities) const
{
    if (!trace.head)
        return std::nullopt;
    const QList<ResumeMeans> all = m_provider.replayMeans(abilities);
    for (const ResumeMeans means : all) {
        const ReplayTicket ticket = ticketFor(trace, means, m_request.endpoint);
        if (m_provider.replayRequest(means, m_request.endpoint, m_request.key, traceOf(ticket)))
            return ticket;
    }
    return std::nullopt;
}

std::optional<ResumeStep> ResumePlan::next(const BrokenAnswer& broken) const
{
    if (std::optional<ResumeStep> step = replay(broken))
        return step;
    if (!broken.hasContent)
        return ask(m_request.chat, std::nullopt, broken);
    return payAgain(broken);
}

std::optional<ResumeStep> ResumePlan::replay(const BrokenAnswer& broken) const
{
    if (broken.failedThere || !broken.trace.head)
        return std::nullopt;
    const QList<ResumeMeans> all = m_provider.replayMeans(broken.abilities);
    for (const ResumeMeans means : all) {
        if (broken.refused.contains(means))
            continue;
        if (broken.isOfTicket && isAtStart(means, broken.trace) && !broken.pollsOnly) {
            AnswerTrace start = broken.trace;
            start.isFromStart = true;
            if (auto request = m_provider.replayRequest(means, m_request.endpoint, m_request.key, start))
                return ResumeStep {.means = means, .body = ResumeStep::Body::Whole, .request = *request, .replayName = {}};
        }
        const bool isPlaceUnknown = means == ResumeMeans::LastEventId && broken.hasContent && broken.trace.lastEventId.isEmpty();
        const bool isSequence = means == ResumeMeans::ResponseSequence;
        if (isPlaceUnknown || (isSequence && broken.pollsOnly))
            continue;
        if (auto request = m_provider.replayRequest(means, m_request.endpoint, m_request.key, broken.trace))
            return ResumeStep {.means = means, .body = bodyOf(means), .request = *request, .replayName = {}};
    }
    return poll(broken);
}

std::optional<ResumeStep> ResumePlan::poll(const BrokenAnswer& broken) const
{
    if (broken.refused.contains(ResumeMeans::ResponseSequence))
        return std::nullopt;
    auto request = m_provider.pollRequest(m_request.endpoint, m_request.key, broken.trace);
    if (!request)
        return std::nullopt;
    return ResumeStep {
        .means = ResumeMeans::ResponseSequence, .body = ResumeStep::Body::Poll, .request = *request, .replayName = {}};
}

std::optional<ResumeStep> ResumePlan::payAgain(const BrokenAnswer& broken) const
{
    const bool allowed = m_request.resume.mayPayAgain || broken.isUnanswered;
    if (!allowed || broken.hasToolCall)
        return std::nullopt;
    const bool hasText = !trimmedEnd(broken.shown.text).isEmpty();
    const QList<ResumeMeans> all = m_provider.paidMeans();
    for (const ResumeMeans means : all) {
        if (broken.refused.contains(means))
            continue;
        if (means == ResumeMeans::Restart)
            return ask(m_request.chat, means, broken);
        if (!hasText)
            continue; // there is nothing to go on with but thoughts
        if (means == ResumeMeans::QuotedTurn)
            return ask(quotedRequest(m_request.chat, broken.shown.text), means, broken);
        if (broken.abilities.prefillOf(m_request.chat.model) != PrefillAbility::Refuses)
            return ask(prefilledRequest(m_request.chat, broken.shown.text), means, broken);
    }
    return std::nullopt;
}

ResumeStep ResumePlan::ask(const ChatRequest& chat, std::optional<ResumeMeans> means, const BrokenAnswer& broken) const
{
    ChatRequest named = chat;
    const Ability keeps = m_provider.keepsAnswers(broken.abilities);
    if (m_request.resume.mayBeKept && !broken.keptRefused && keeps != Ability::No) {
        named.replayName = m_newName();
        named.plainBody = keeps == Ability::Yes;
    }
    return {.means = means,
        .body = ResumeStep::Body::Anew,
        .request = m_provider.chatRequest(m_request.endpoint, m_request.key, named),
        .replayName = named.replayName};
}

bool ResumePlan::isRefusal(const ResumeStep& step, const Error& error)
{
    if (!step.means || canPass(error))
        return false;
    return step.isNew() ? *step.means != ResumeMeans::Restart && isRequestRefused(error) : true;
}

bool ResumePlan::mayBeForKeeping(const Provider& provider, const ResumeStep& step, const Error& error)
{
    return !step.replayName.isEmpty() && provider.mayRefuseReplay() && isRequestRefused(error);
}

}
