#include "core/lab/scorecardrun.h"

#include "core/lab/resiliencecheck.h"
#include "core/lab/resiliencerun.h"
#include "core/lab/scorelines.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct RunWords
{
    Q_DECLARE_TR_FUNCTIONS(ScorecardRun)
};

constexpr qsizetype BeginningCharacters = 120; // enough to be recognised, and little to be paid again
constexpr qint64 DeltasBeforeStop = 3;
const QString NoSuchModel = u"sluice-check-no-such-model"_s;

}

ScorecardRun::ScorecardRun(ChatEngine& engine, const ScorecardOptions& options, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_options(options)
    , m_provider(providerNamed(options.endpoint.provider))
{
    m_card.provider = options.endpoint.provider;
    m_card.target = options.endpoint.baseUrl.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    m_card.model = options.model;
    m_card.startedAt = QDateTime::currentDateTimeUtc();
}

ScorecardRun::~ScorecardRun() = default;

void ScorecardRun::start()
{
    if (!m_provider) {
        QMetaObject::invokeMethod(
            this, [this] { finish(RunWords::tr("There is no provider '%1'.").arg(m_options.endpoint.provider)); },
            Qt::QueuedConnection);
        return;
    }
    Q_EMIT began(u"models"_s);
    m_engine.fetchModels(
        m_options.endpoint, m_options.key, this, [this](const Result<EndpointProbe>& probe) { takeModels(probe); });
}

void ScorecardRun::stop()
{
    if (m_isFinished)
        return;
    m_card.wasStopped = true;
    finish();
}

void ScorecardRun::ask(QLatin1StringView id, const StreamRequest& request, const WatchOptions& watch, Taken taken)
{
    if (m_isFinished)
        return;
    Q_EMIT began(id);
    if (m_isFinished)
        return;
    ++m_card.requests;
    m_answer = std::make_unique<WatchedAnswer>(m_engine, request, watch);
    connect(m_answer.get(), &WatchedAnswer::ended, this, [this, taken](const std::shared_ptr<const AnswerOutcome>& outcome) {
        m_answer.release()->deleteLater(); // this is its own signal
        (this->*taken)(*outcome);
    });
}

StreamRequest ScorecardRun::request() const
{
    Message question;
    question.text = m_options.prompt.isEmpty() ? checkPrompt() : m_options.prompt;
    StreamRequest request;
    request.endpoint = m_options.endpoint;
    request.key = m_options.key;
    request.chat.model = m_card.model;
    request.chat.messages = {question};
    request.chat.maxTokens = m_options.maxTokens;
    request.chat.temperature = 0;
    request.strategy.name = u"none"_s;
    request.retry = {.maxAttempts = 2, .base = Millis(100), .cap = Millis(1000), .maxRetryAfter = Millis(10000)};
    return request;
}

void ScorecardRun::add(const ScoreLine& line)
{
    if (m_isFinished)
        return;
    m_card.lines.push_back(line);
    Q_EMIT done(line);
}

void ScorecardRun::takeModels(const Result<EndpointProbe>& probe)
{
    if (m_isFinished)
        return;
    if (m_card.model.isEmpty() && probe)
        m_card.model = probe->models.value(0);
    add(modelsLine(probe));
    ask("answer"_L1, request(), {.limit = m_options.limit}, &ScorecardRun::takeAnswer);
}

void ScorecardRun::takeAnswer(const AnswerOutcome& outcome)
{
    for (const ScoreLine& line : answerLines(outcome, *m_provider))
        add(line);
    m_whole = outcome.text;
    if (!outcome.isComplete() || m_whole.isEmpty()) {
        finish(); // all else needs an answer
        return;
    }
    m_events = qsizetype(referenceOf(outcome).eventEnds.size());
    StreamRequest next = request();
    next.transport.http2Allowed = true;
    ask("http2"_L1, next, {.limit = m_options.limit}, &ScorecardRun::takeHttp2);
}

void ScorecardRun::takeHttp2(const AnswerOutcome& outcome)
{
    add(http2Line(outcome));
    m_isRepeatable = outcome.text == m_whole;
    askPrefill();
}

void ScorecardRun::askPrefill()
{
    if (m_options.endpoint.provider == "sluice"_L1 || m_options.endpoint.provider == "responses"_L1) {
        add(unseenLine("prefill"_L1, RunWords::tr("The protocol has no place for a beginning.")));
        askReplay();
        return;
    }
    m_beginning = m_whole.first(std::min(m_whole.size() / 2, BeginningCharacters));
    if (!m_beginning.isEmpty() && m_beginning.back().isHighSurrogate())
        m_beginning.chop(1);
    StreamRequest next = request();
    Message partial;
    partial.role = Role::Assistant;
    partial.text = m_beginning;
    next.chat.messages.append(partial);
    next.chat.continuesAnswer = true;
    next.retry.maxAttempts = 0;
    ask("prefill"_L1, next, {.limit = m_options.limit}, &ScorecardRun::takePrefill);
}

void ScorecardRun::takePrefill(const AnswerOutcome& outcome)
{
    add(prefillLine(outcome, m_beginning, m_whole));
    askReplay();
}

void ScorecardRun::askReplay()
{
    if (m_isFinished)
        return;
    if (const std::optional<QString> objection = FaultedEndpoint::objection(m_options.endpoint, m_engine.proxy())) {
        add(unseenLine("replay"_L1, *objection));
        askCancel();
        return;
    }
    m_faulted = std::make_unique<FaultedEndpoint>(m_options.endpoint);
    const Result<void> started = m_faulted->start();
    const std::expected<FaultScript, QString> script =
        FaultScript::parse(u"POST/*=cut-event:%1 POST/*=status:409"_s.arg(std::max<qsizetype>(m_events / 2, 1)));
    if (!started || !script) {
        add(unseenLine("replay"_L1, started ? script.error() : started.error().message));
        askCancel();
        return;
    }
    m_faulted->play(*script);
    StreamRequest next = request();
    next.endpoint = m_faulted->endpoint();
    next.chat.plainBody = true; // events must be seen on the way
    ask("replay"_L1, next, {.limit = m_options.limit}, &ScorecardRun::takeReplay);
}

void ScorecardRun::takeReplay(const AnswerOutcome& outcome)
{
    add(replayLine(outcome, m_faulted->paidRequests(), *m_provider, m_isRepeatable ? m_whole : QString()));
    m_faulted.reset();
    askCancel();
}

void ScorecardRun::askCancel()
{
    ask("cancel"_L1, request(), {.limit = m_options.limit, .stopAfterDeltas = DeltasBeforeStop}, &ScorecardRun::takeCancel);
}

void ScorecardRun::takeCancel(const AnswerOutcome& outcome)
{
    add(cancelLine(outcome));
    StreamRequest next = request();
    next.chat.model = NoSuchModel;
    next.retry.maxAttempts = 0;
    ask("errors"_L1, next, {.limit = m_options.limit}, &ScorecardRun::takeErrors);
}

void ScorecardRun::takeErrors(const AnswerOutcome& outcome)
{
    add(errorsLine(outcome));
    finish();
}

void ScorecardRun::finish(const QString& problem)
{
    if (std::exchange(m_isFinished, true))
        return;
    // An endpoint that goes on without us is told to stop, and that goes through the proxy, too.
    WatchedAnswer::end(m_answer, [this] { m_faulted.reset(); });
    Q_EMIT finished(problem);
}

}
