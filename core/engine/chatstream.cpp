#include "core/engine/chatstream.h"

#include "core/base/logging.h"
#include "core/engine/responseplan.h"
#include "core/net/httpdrain.h"
#include "core/net/httpstream.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxRedirects = 5;
constexpr Millis DrainTimeout {1000};
constexpr Millis StopCallTimeout {5000};
constexpr Millis MaxServerRetry {60000}; // an SSE retry: may hold any number

}

ChatStream::ChatStream(const StreamRequest& request, const Provider& provider, ManagerPool& pool,
    std::shared_ptr<StreamLink> link, const StreamEnvironment& environment)
    : m_request(request)
    , m_provider(provider)
    , m_pool(pool)
    , m_link(std::move(link))
    , m_environment(environment)
    , m_retry(request.retry, environment.random)
    , m_pipeline(request.strategy, m_link->queue, environment.clock.now())
    , m_watchdog(request.timeouts)
    , m_started(environment.clock.now())
    , m_strategyTimer([this] { checkStrategy(); })
    , m_watchdogTimer([this] { checkWatchdog(); })
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setTimerType(Qt::PreciseTimer); // a coarse one may be early, and Retry-After is a promise
    connect(&m_retryTimer, &QTimer::timeout, this, [this] { openAttempt(m_httpRequest); });
}

ChatStream::~ChatStream() = default;

void ChatStream::start()
{
    if (m_request.cache.write)
        m_pipeline.startRecording(m_started);
    openAttempt(m_provider.chatRequest(m_request.endpoint, m_request.key, m_request.chat));
}

void ChatStream::openAttempt(const HttpRequest& request)
{
    m_httpRequest = request;
    m_hasAnswer = false;
    m_errorText.reset();
    m_bodyEnded = false;
    m_transportError.reset();
    m_deltasBefore = m_pipeline.answerDeltas();
    m_watchdog.enter(StreamWatchdog::Phase::Connecting, m_environment.clock.now());
    m_http = std::make_unique<HttpStream>(m_pool, request);
    connect(m_http.get(), &HttpStream::requestSent, this, [this] {
        if (m_watchdog.phase() != StreamWatchdog::Phase::Connecting)
            return;
        m_watchdog.enter(StreamWatchdog::Phase::FirstByte, m_environment.clock.now());
        setState(StreamState::Waiting);
        armTimers();
    });
    connect(m_http.get(), &HttpStream::headReceived, this, &ChatStream::takeHead);
    connect(m_http.get(), &HttpStream::readable, this, &ChatStream::pump);
    connect(m_http.get(), &HttpStream::ended, this, &ChatStream::takeTransportEnd);
    setState(StreamState::Connecting);
    armTimers();
}

void ChatStream::takeHead(const HttpResponseHead& head)
{
    if (m_watchdog.phase() == StreamWatchdog::Phase::Connecting)
        m_watchdog.enter(StreamWatchdog::Phase::FirstByte, m_environment.clock.now());
    setState(StreamState::Waiting);
    if (head.status >= 300 && head.status < 400) {
        followRedirect(head);
        return;
    }
    if (head.status >= 400) {
        m_watchdog.enter(StreamWatchdog::Phase::Body, m_environment.clock.now());
        HttpResponseHead dated = head;
        addMissingDate(dated.headers, QDateTime::currentSecsSinceEpoch());
        m_errorText.emplace(dated);
        pump();
        return;
    }
    const Result<BodyPlan> plan = planBody(head);
    if (!plan) {
        breakOff(plan.error());
        return;
    }
    m_watchdog.enter(StreamWatchdog::Phase::Body, m_environment.clock.now());
    if (!m_answerHead)
        m_answerHead = head;
    if (m_pipeline.answerDeltas() > 0)
        m_pipeline.continueBody(*plan);
    else
        m_pipeline.beginBody(m_provider.newDecoder(), *plan);
    m_hasAnswer = true;
    pump();
}

void ChatStream::followRedirect(const HttpResponseHead& head)
{
    const Result<QUrl> target = redirectTarget(m_httpRequest.url, head);
    if (!target) {
        breakOff(target.error());
        return;
    }
    if (++m_redirects > MaxRedirects) {
        breakOff({.kind = ErrorKind::Protocol, .message = u"The server redirects in circles."_s});
        return;
    }
    closeHttp();
    HttpRequest request = m_httpRequest;
    request.url = *target;
    openAttempt(request);
}

void ChatStream::takeTransportEnd(const std::optional<Error>& error)
{
    m_bodyEnded = true;
    m_transportError = error;
    pump();
}

void ChatStream::pump()
{
    if (m_ended || !m_http)
        return;
    if (m_errorText)
        pumpErrorText();
    else if (m_hasAnswer)
        pumpAnswer();
    else if (m_bodyEnded && m_transportError)
        breakOff(*m_transportError);
}

void ChatStream::pumpAnswer()
{
    for (;;) {
        const TimePoint now = m_environment.clock.now();
        const Result<StreamPipeline::Progress> progress = m_pipeline.advance(now);
        noteProgress(now);
        if (!progress) {
            breakOff(progress.error());
            return;
        }
        if (*progress == StreamPipeline::Progress::Done) {
            complete();
            return;
        }
        if (*progress == StreamPipeline::Progress::Blocked) {
            m_watchdog.enter(StreamWatchdog::Phase::Off, now); // the silence is ours now
            armTimers();
            return;
        }
        const qsizetype count = m_http->read(m_pipeline.inputSpace());
        if (count == 0)
            break;
        m_watchdog.noteLife(now);
        m_pipeline.takeInput(count);
    }
    if (m_bodyEnded)
        bodyOver();
    else
        armTimers();
}

void ChatStream::pumpErrorText()
{
    const bool wantsMore = m_errorText->readFrom(*m_http);
    if (m_bodyEnded || !wantsMore)
        breakOff(m_errorText->toError(m_provider));
    else
        armTimers();
}

void ChatStream::bodyOver()
{
    if (m_transportError && !m_pipeline.isFinished()) {
        breakOff(*m_transportError);
        return;
    }
    const TimePoint now = m_environment.clock.now();
    const Result<void> whole = m_pipeline.endBody(now);
    noteProgress(now);
    if (whole)
        complete();
    else
        breakOff(whole.error());
}

void ChatStream::complete()
{
    m_endedAt = m_pipeline.lastEventAt();
    // What is left of the body is read away, so that the connection can serve the next question.
    if (!m_bodyEnded)
        new HttpDrain(std::move(m_http), m_pool, DrainTimeout); // a child of the pool
    finish({.finishReason = m_pipeline.finishReason(), .error = {}});
}

void ChatStream::breakOff(const Error& error)
{
    const bool metDeadConnection = m_http->mayHaveMetDeadConnection();
    closeHttp();
    m_watchdog.enter(StreamWatchdog::Phase::Off, m_environment.clock.now());
    // A server that closes after each answer although it said keep-alive: the request never reached it.
    if (metDeadConnection && !std::exchange(m_retriedDeadConnection, true)) {
        openAttempt(m_httpRequest);
        return;
    }
    if (!tryAgain(error))
        finish({.finishReason = m_pipeline.finishReason(), .error = m_brokenBy.value_or(error)});
}

bool ChatStream::tryAgain(const Error& error)
{
    const bool answerBegan = m_pipeline.answerDeltas() > 0;
    if (m_pipeline.answerDeltas() > m_deltasBefore)
        m_attempt = 0;
    const std::optional<HttpRequest> next =
        answerBegan ? resumeRequest() : std::optional(m_provider.chatRequest(m_request.endpoint, m_request.key, m_request.chat));
    std::optional<Millis> serverRetry = m_pipeline.serverRetry();
    if (serverRetry)
        serverRetry = std::min(*serverRetry, MaxServerRetry);
    const std::optional<Millis> delay = next ? m_retry.delayBefore(m_attempt + 1, error, serverRetry) : std::nullopt;
    if (!delay)
        return false;
    if (answerBegan && !m_brokenBy)
        m_brokenBy = error;
    m_httpRequest = *next;
    m_redirects = 0;
    ++m_reconnects;
    m_retryTimer.start(*delay);
    armTimers();
    m_status = {.state = StreamState::Reconnecting, .attempt = ++m_attempt, .delay = *delay};
    Q_EMIT statusChanged(m_status);
    return true;
}

std::optional<HttpRequest> ChatStream::resumeRequest() const
{
    const QByteArray lastEventId = m_pipeline.lastEventId();
    if (!m_answerHead || lastEventId.isEmpty())
        return std::nullopt;
    return m_provider.resumeRequest(m_request.endpoint, m_request.key, *m_answerHead, lastEventId);
}

void ChatStream::stop()
{
    if (m_ended)
        return;
    sendStopRequest();
    closeHttp();
    finish({.finishReason = {}, .error = Error {.kind = ErrorKind::Cancelled, .message = u"Stopped."_s}});
}

void ChatStream::sendStopRequest()
{
    if (!m_answerHead)
        return;
    const std::optional<HttpRequest> request = m_provider.stopRequest(m_request.endpoint, m_request.key, *m_answerHead);
    if (!request)
        return;
    auto call = std::make_unique<HttpStream>(m_pool, *request);
    new HttpDrain(std::move(call), m_pool, StopCallTimeout, HttpDrain::Purpose::Call); // a child of the pool
}

void ChatStream::finish(StreamEnd end)
{
    const TimePoint now = m_environment.clock.now();
    m_ended = true;
    if (!m_endedAt)
        m_endedAt = now;
    m_strategyTimer.stop();
    m_watchdogTimer.stop();
    m_retryTimer.stop();
    m_pipeline.end(std::move(end), now);
    wakeConsumer();
    Q_EMIT closed(figures());
}

void ChatStream::setStrategy(const StrategyOptions& strategy)
{
    if (m_ended)
        return;
    m_pipeline.setStrategy(strategy, m_environment.clock.now());
    wakeConsumer();
    armTimers();
}

void ChatStream::readOn()
{
    m_pipeline.unblock();
    // Between two attempts there is nothing to read on.
    if (m_ended || !m_http || !m_hasAnswer || m_watchdog.phase() != StreamWatchdog::Phase::Off)
        return;
    m_watchdog.enter(StreamWatchdog::Phase::Body, m_environment.clock.now());
    pump();
}

void ChatStream::noteProgress(TimePoint now)
{
    if (m_pipeline.isFinished())
        m_watchdog.enter(StreamWatchdog::Phase::Trailer, now);
    if (m_pipeline.answerDeltas() > m_deltasBefore) {
        m_brokenBy.reset();
        setState(StreamState::Streaming);
    }
    wakeConsumer();
}

void ChatStream::setState(StreamState state)
{
    const StreamStatus status {.state = state};
    if (m_status != status) {
        m_status = status;
        Q_EMIT statusChanged(status);
    }
}

void ChatStream::armTimers()
{
    const TimePoint now = m_environment.clock.now();
    m_strategyTimer.arm(m_pipeline.nextDue(), now);
    m_watchdogTimer.arm(m_watchdog.nextCheck(m_status.state == StreamState::Stalled), now);
}

void ChatStream::checkStrategy()
{
    m_pipeline.releaseDue(m_environment.clock.now());
    wakeConsumer();
    armTimers();
}

void ChatStream::checkWatchdog()
{
    // After a suspend, or behind a busy thread, what was sent in time may still wait to be read.
    if (m_http && m_http->bytesAvailable() > 0)
        pump();
    if (m_ended)
        return;
    switch (m_watchdog.check(m_environment.clock.now())) {
    case StreamWatchdog::Verdict::Fine:
        break;
    case StreamWatchdog::Verdict::Stalled:
        if (m_status.state == StreamState::Streaming)
            setState(StreamState::Stalled);
        break;
    case StreamWatchdog::Verdict::TimedOut:
        breakOff(m_errorText ? m_errorText->toError(m_provider) : m_watchdog.timeoutError(m_httpRequest.url.host()));
        return;
    case StreamWatchdog::Verdict::TrailerOver:
        complete();
        return;
    }
    armTimers();
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
        .reconnects = m_reconnects};
}

void ChatStream::wakeConsumer()
{
    if (m_pipeline.takePushed() && !m_link->wakePosted.exchange(true))
        Q_EMIT woken(figures());
}

void ChatStream::closeHttp()
{
    if (!m_http)
        return;
    m_http->abort();
    m_http.release()->deleteLater(); // we may be inside one of its signals
}

}
