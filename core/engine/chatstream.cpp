#include "core/engine/chatstream.h"

#include "core/engine/streamattempt.h"
#include "core/net/httpdrain.h"
#include "core/net/httpstream.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr Millis DrainTimeout {1000};

AnswerJoiner joinerFor(const StreamRequest& request)
{
    const bool mayPay = request.resume.mayPayAgain || !request.partialAnswer.isEmpty();
    return {request.partialAnswer, mayPay ? AnswerJoiner::Keeping::Text : AnswerJoiner::Keeping::Nothing};
}

}

ChatStream::ChatStream(const StreamRequest& request, const Provider& provider, std::shared_ptr<ManagerPool> pool,
    std::shared_ptr<StreamLink> link, const StreamEnvironment& environment)
    : m_request(request)
    , m_provider(provider)
    , m_pool(std::move(pool))
    , m_link(std::move(link))
    , m_environment(environment)
    , m_retry(request.retry, environment.random)
    , m_plan(m_provider, m_request, environment.newName)
    , m_pipeline(request.strategy, m_link->queue, m_started, {}, joinerFor(request))
    , m_watchdog(request.timeouts)
    , m_longest(m_pipeline.answer().extent())
    , m_abilities(request.abilities)
    , m_strategyTimer([this] { checkStrategy(); })
    , m_watchdogTimer([this] { checkWatchdog(); })
{
    if (environment.metrics) {
        m_meter.emplace(*environment.metrics, m_started, true);
        m_pipeline.setMeter(&*m_meter);
    }
    connect(&m_pause, &RetryPause::over, this, &ChatStream::openAttempt);
    connect(&m_pause, &RetryPause::held, this, [this] { showPause(Millis(0)); });
}

ChatStream::~ChatStream() = default;

void ChatStream::start()
{
    if (m_request.cache.write)
        m_pipeline.startRecording(m_started);
    takeTicket();
    m_step = m_plan.begin(broken());
    openAttempt();
}

void ChatStream::openAttempt()
{
    if (m_step.isNew()) {
        dropGeneration();
        tellTicket({});
        m_generation = {.trace = {.replayName = m_step.replayName},
            .isContinued = m_step.means.has_value(),
            .mayHaveTicket = m_step.means.value_or(ResumeMeans::Restart) == ResumeMeans::Restart, // else it lacks the beginning
            .eventsBefore = m_pipeline.events(),
            .deltasBefore = m_pipeline.answerDeltas(),
            .retriesBefore = m_retries};
    }
    m_attempt = {.traceBefore = trace(), .deltasBefore = m_pipeline.answerDeltas(), .transportError = {}};
    const TimePoint now = steadyClock().now();
    m_watchdog.enter(StreamWatchdog::Phase::Connecting, now);
    m_pipeline.arrivals().beginAttempt(m_step.means, now);
    m_exchange = std::make_unique<StreamAttempt>(*m_pool, m_provider, m_step.request, m_request.tap);
    connect(m_exchange.get(), &StreamAttempt::sent, this, [this] {
        m_generation.wasSent = true;
        if (m_watchdog.phase() != StreamWatchdog::Phase::Connecting)
            return;
        m_watchdog.enter(StreamWatchdog::Phase::FirstByte, steadyClock().now());
        setStatus({.state = StreamState::Waiting});
        armTimers();
    });
    connect(m_exchange.get(), &StreamAttempt::reached, this, &ChatStream::notePhase);
    connect(m_exchange.get(), &StreamAttempt::refusalBegan, this, [this] {
        m_watchdog.enter(StreamWatchdog::Phase::Body, steadyClock().now());
        armTimers();
    });
    connect(m_exchange.get(), &StreamAttempt::answered, this, &ChatStream::takeAnswer);
    connect(m_exchange.get(), &StreamAttempt::readable, this, &ChatStream::pump);
    connect(m_exchange.get(), &StreamAttempt::ended, this, &ChatStream::takeEnd);
    connect(m_exchange.get(), &StreamAttempt::failed, this, &ChatStream::breakOff);
    setStatus({.state = StreamState::Connecting});
    armTimers();
}

void ChatStream::takeAnswer(const HttpResponseHead& head, const BodyPlan& plan)
{
    m_generation.wasSent = true;
    m_watchdog.enter(StreamWatchdog::Phase::Body, steadyClock().now());
    setStatus({.state = StreamState::Waiting});
    ArrivalRecorder& arrivals = m_pipeline.arrivals();
    arrivals.attempt().headMs = arrivals.sinceStart(m_exchange->receivedAt());
    if (!beginBody(plan)) {
        breakOff({.kind = ErrorKind::Protocol,
            .message = QCoreApplication::translate("Error", "The server goes on with its answer in another coding.")});
        return;
    }
    if (m_step.isNew())
        m_generation.trace.head = head;
    m_attempt.hasAnswer = true;
    m_generation.hasAnswered = true;
    if (m_environment.metrics && m_step.means && m_step.body != ResumeStep::Body::Poll)
        m_environment.metrics->countResume(*m_step.means);
    learnFrom(head);
    lookForTicket();
    pump();
}

void ChatStream::takeEnd(const std::optional<Error>& error)
{
    m_attempt.bodyEnded = true;
    m_attempt.transportError = error;
    pump();
}

void ChatStream::pump()
{
    if (m_ended || !m_exchange || !m_attempt.hasAnswer)
        return;
    for (;;) {
        const TimePoint now = steadyClock().now();
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
        const qsizetype count = m_exchange->read(m_pipeline.inputSpace());
        if (count == 0)
            break;
        m_watchdog.noteLife(now);
        m_pipeline.takeInput(count, m_exchange->receivedAt());
    }
    if (m_attempt.bodyEnded)
        bodyOver();
    else
        armTimers();
}

void ChatStream::bodyOver()
{
    if (m_attempt.transportError && !m_pipeline.isFinished()) {
        breakOff(*m_attempt.transportError);
        return;
    }
    const TimePoint now = steadyClock().now();
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
    if (!m_attempt.bodyEnded)
        new HttpDrain(m_exchange->release(), *m_pool, DrainTimeout); // a child of the pool
    finish({.finishReason = m_pipeline.finishReason(), .error = {}});
}

void ChatStream::breakOff(const Error& error)
{
    closeAttempt();
    m_pipeline.arrivals().endAttempt(error.kind, steadyClock().now());
    m_watchdog.enter(StreamWatchdog::Phase::Off, steadyClock().now());
    if (!goOn(error))
        finish({.finishReason = m_pipeline.finishReason(), .error = m_brokenBy.value_or(error)});
}

void ChatStream::closeAttempt()
{
    if (!m_exchange)
        return;
    m_exchange->abort();
    m_exchange.release()->deleteLater(); // we may be inside one of its signals
}

void ChatStream::finish(StreamEnd end)
{
    const TimePoint now = steadyClock().now();
    m_ended = true;
    if (!m_endedAt)
        m_endedAt = now;
    m_strategyTimer.stop();
    m_watchdogTimer.stop();
    m_pause.stop();
    // What failed there fails again, and what came back to it in vain is not to be tried without end.
    if (m_pipeline.answerFailed() || (m_generation.isOfTicket && m_generation.hasAnswered))
        tellTicket({});
    m_pipeline.arrivals().endAttempt({}, *m_endedAt);
    countEnd(end);
    m_pipeline.end(std::move(end), now);
    wakeConsumer();
    Q_EMIT closed(figures());
}

void ChatStream::setStrategy(const StrategyOptions& strategy)
{
    if (m_ended)
        return;
    m_pipeline.setStrategy(strategy, steadyClock().now());
    wakeConsumer();
    armTimers();
}

void ChatStream::readOn()
{
    m_pipeline.unblock(steadyClock().now());
    // Between two attempts there is nothing to read on.
    if (m_ended || !m_exchange || !m_attempt.hasAnswer || m_watchdog.phase() != StreamWatchdog::Phase::Off)
        return;
    m_watchdog.enter(StreamWatchdog::Phase::Body, steadyClock().now());
    pump();
}

void ChatStream::noteProgress(TimePoint now)
{
    lookForTicket();
    if (m_pipeline.isFinished())
        m_watchdog.enter(StreamWatchdog::Phase::Trailer, now);
    if (m_pipeline.answerDeltas() > m_attempt.deltasBefore) {
        m_brokenBy.reset();
        learnPrefill();
        setStatus({.state = StreamState::Streaming});
    }
    wakeConsumer();
}

void ChatStream::setStatus(const StreamStatus& status)
{
    if (m_status != status) {
        m_status = status;
        Q_EMIT statusChanged(status);
    }
}

void ChatStream::wakeConsumer()
{
    if (m_pipeline.takePushed() && !m_link->wakePosted.exchange(true))
        Q_EMIT woken(figures());
}

}
