// ChatStream after a break: by which means it goes on, when, and what is learnt about the endpoint on the way.
#include "core/engine/chatstream.h"
#include "core/engine/streamattempt.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr Millis MaxServerRetry {60000}; // an SSE retry: may hold any number

// How long a connection that may be dead has to show life. Longer where breaking it off may end the answer.
constexpr Millis PatienceWithReplay {2000};
constexpr Millis PatienceWithout {10000};

bool isThisMachine(const QUrl& url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

}

QByteArray newReplayName()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

bool ChatStream::beginBody(const BodyPlan& plan)
{
    const bool isFirst = m_generation.isOfTicket && !m_pipeline.hasBegun();
    if (m_step.body == ResumeStep::Body::Whole || (isFirst && m_step.body == ResumeStep::Body::Poll)) {
        beginWhole(plan);
        return true;
    }
    switch (m_step.body) {
    case ResumeStep::Body::Whole:
    case ResumeStep::Body::Anew:
        m_pipeline.beginBody(m_provider.newDecoder(), plan);
        break;
    case ResumeStep::Body::Events:
    case ResumeStep::Body::Poll:
        m_pipeline.continueBody(plan);
        break;
    case ResumeStep::Body::Bytes:
        if (!m_pipeline.resumeBody(plan))
            return false;
        break;
    }
    if (m_step.means)
        m_pipeline.goOn(*m_step.means);
    return true;
}

bool ChatStream::goOn(const Error& error)
{
    forgetRetries();
    const bool isRefusal = noteRefusal(error);
    const std::optional<Millis> delay = isRefusal ? Millis(0) : pause(error);
    if (!delay)
        return false;
    const BrokenAnswer now = broken();
    std::optional<ResumeStep> next = m_plan.next(now);
    if (!next)
        return false;
    const bool polls = m_step.body == ResumeStep::Body::Poll && m_attempt.hasAnswer;
    if (polls && isPolledInVain())
        return false;
    m_step = *std::move(next);
    if (isRefusal) {
        openAttempt();
        return true;
    }
    if (now.hasContent && !m_brokenBy)
        m_brokenBy = error;
    if (!polls) {
        ++m_reconnects;
        if (m_environment.metrics)
            m_environment.metrics->countReconnect();
        ++m_retries;
    }
    m_pauseReason = error.message;
    m_pause.begin(*delay, error.retryAfter ? RetryPause::Wish::Servers : RetryPause::Wish::Ours,
        isThisMachine(m_step.request.url) ? RetryPause::Way::ThisMachine : RetryPause::Way::Network);
    armTimers();
    showPause(*delay);
    return true;
}

/// Asking for the whole answer has brought nothing new for too long, whatever the server says its state is.
bool ChatStream::isPolledInVain()
{
    const TimePoint now = steadyClock().now();
    if (!m_polledSince || m_pipeline.answerDeltas() > m_attempt.deltasBefore)
        m_polledSince = now;
    if (now < *m_polledSince + m_request.resume.pollPatience)
        return false;
    m_brokenBy = Error {.kind = ErrorKind::Timeout,
        .message = QCoreApplication::translate("Error", "The server has added nothing to its answer for %1 minutes.")
            .arg(std::chrono::ceil<std::chrono::minutes>(m_request.resume.pollPatience).count())};
    return true;
}

/// Notes that the attempt's means will not do, so that another one is tried at once.
bool ChatStream::noteRefusal(const Error& error)
{
    if (m_generation.isOfTicket && m_pipeline.answerFailed())
        return true; // it was given up there meanwhile: all that there is of it has come
    if (m_attempt.hasAnswer)
        return false;
    if (m_step.isNew() && ResumePlan::mayBeForKeeping(m_provider, m_step, error)) {
        m_keptRefused = true;
        return true;
    }
    if (!ResumePlan::isRefusal(m_step, error))
        return false;
    const bool isReplay = m_step.body == ResumeStep::Body::Events || m_step.body == ResumeStep::Body::Whole;
    if (isReplay && *m_step.means == ResumeMeans::ResponseSequence)
        m_generation.pollsOnly = true;
    else
        m_refused.insert(*m_step.means);
    if (*m_step.means == ResumeMeans::StreamOffset && error.httpStatus == 404) { // it does not know the route; 400 = offset lost
        EndpointAbilities learnt = m_abilities;
        learnt.streamOffset = Ability::No;
        learn(learnt);
    }
    return true;
}

std::optional<Millis> ChatStream::pause(const Error& error) const
{
    if (m_step.body == ResumeStep::Body::Poll && m_attempt.hasAnswer && canPass(error))
        return m_request.resume.pollInterval;
    Error judged = error;
    if (m_pipeline.isCutShort())
        judged.kind = ErrorKind::Network; // a body that ends where its connection does says no more than that
    std::optional<Millis> serverRetry = m_pipeline.serverRetry();
    if (serverRetry)
        serverRetry = std::min(*serverRetry, MaxServerRetry);
    return m_retry.delayBefore(m_retries + 1, judged, serverRetry);
}

void ChatStream::showPause(Millis delay)
{
    setStatus({.state = StreamState::Reconnecting,
        .attempt = m_retries,
        .delay = delay,
        .isOffline = m_pause.isHeld(),
        .reason = m_pauseReason});
}

void ChatStream::setOffline(bool isOffline)
{
    if (m_ended)
        return;
    m_pause.setOffline(isOffline);
    if (!isOffline)
        checkConnection();
}

void ChatStream::checkConnection()
{
    if (m_ended || m_pause.hurry() || !m_exchange)
        return;
    if (m_exchange->bytesAvailable() > 0)
        pump();
    if (m_ended || !m_exchange)
        return;
    const BrokenAnswer ifBroken = broken();
    const std::optional<ResumeStep> next = m_plan.next(ifBroken);
    const bool isReplayed = next && !next->isNew();
    m_watchdog.doubt(steadyClock().now(), isReplayed ? PatienceWithReplay : PatienceWithout);
    armTimers();
}

/// Text that stands there already, or less of it, is no progress, or a new request that is paid again would be made without end.
/// A replay that advances costs nothing; how often its generation was asked for stays counted.
void ChatStream::forgetRetries()
{
    const qint64 extent = m_pipeline.answer().extent();
    if (extent > m_longest)
        m_generation.retriesBefore = 0;
    if (extent > m_longest || (!m_step.isNew() && hasAdvanced()))
        m_retries = m_generation.retriesBefore;
    m_longest = std::max(m_longest, extent);
}

/// The replay brought something, if only a piece of an event.
bool ChatStream::hasAdvanced() const
{
    const AnswerTrace now = trace();
    if (m_step.body == ResumeStep::Body::Bytes)
        return now.bodyBytes > m_attempt.traceBefore.bodyBytes;
    return now.lastEventId != m_attempt.traceBefore.lastEventId || now.sequence != m_attempt.traceBefore.sequence;
}

AnswerTrace ChatStream::trace() const
{
    AnswerTrace now = m_generation.trace;
    if (now.head)
        m_pipeline.note(now);
    return now;
}

BrokenAnswer ChatStream::broken() const
{
    const AnswerJoiner& answer = m_pipeline.answer();
    BrokenAnswer now;
    now.trace = trace();
    now.abilities = m_abilities;
    now.hasContent = answer.hasContent();
    now.hasToolCall = answer.hasToolCall();
    now.shown = {.text = answer.text(), .reasoning = answer.reasoning()};
    now.failedThere = m_pipeline.answerFailed();
    const bool hasBrought = m_pipeline.answerDeltas() != m_generation.deltasBefore;
    now.isUnanswered = m_generation.isContinued && (m_generation.isOfTicket || !hasBrought); // a replay is not what was allowed
    now.keptRefused = m_keptRefused;
    now.pollsOnly = m_generation.pollsOnly;
    now.isOfTicket = m_generation.isOfTicket;
    now.refused = m_refused;
    return now;
}

void ChatStream::learnFrom(const HttpResponseHead& head)
{
    if (!isThisMachine(m_step.request.url))
        m_pause.setOffline(false); // it cannot be, when somebody far away answers
    EndpointAbilities learnt = m_abilities;
    m_provider.learn(head, {}, learnt);
    if (m_step.isNew() && m_provider.mayRefuseReplay() && (m_keptRefused || !m_generation.trace.replayName.isEmpty()))
        learnt.background = m_keptRefused ? Ability::No : Ability::Yes;
    if (m_step.means == ResumeMeans::QuotedTurn && m_refused.contains(ResumeMeans::Prefill))
        learnt.setPrefill(m_request.chat.model, PrefillAbility::Refuses);
    learn(learnt);
}

void ChatStream::learnPrefill()
{
    if (m_step.means != ResumeMeans::Prefill)
        return;
    EndpointAbilities learnt = m_abilities;
    const bool echoes = m_pipeline.answer().hasEchoed();
    learnt.setPrefill(m_request.chat.model, echoes ? PrefillAbility::Echoes : PrefillAbility::Continues);
    learn(learnt);
}

void ChatStream::learn(const EndpointAbilities& abilities)
{
    if (m_abilities == abilities)
        return;
    m_abilities = abilities;
    Q_EMIT abilitiesLearned(abilities);
}

}
