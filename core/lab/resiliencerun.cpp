#include "core/lab/resiliencerun.h"

#include "core/lab/resiliencejudge.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct RunWords
{
    Q_DECLARE_TR_FUNCTIONS(ResilienceRun)
};

// A server that pauses by itself must not be taken for one that has died.
constexpr int PauseFactor = 3;
constexpr Millis MostSilence {20000};
// A check waits, asks again and drips; an answer that is slow by itself is given the time it needs.
constexpr int SlownessFactor = 4;

const RetryOptions Retry {.maxAttempts = 4, .base = Millis(100), .cap = Millis(1000)};

}

QString checkPrompt()
{
    return u"Repeat the following lines exactly as they stand, and add nothing:\n"
           "1. hello, world – naïve café, 10 €\n2. 你好，世界\n3. Здравствуй, мир\n4. one two three four five six seven eight "
           "nine ten\n"
           "5. 😀 the end"_s;
}

ResilienceRun::ResilienceRun(ChatEngine& engine, const ResilienceOptions& options, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_options(options)
    , m_provider(providerNamed(options.endpoint.provider))
{
    m_report.provider = options.endpoint.provider;
    m_report.target = options.endpoint.baseUrl.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    m_report.model = options.model;
    m_report.mayPayAgain = options.mayPayAgain;
    m_report.startedAt = QDateTime::currentDateTimeUtc();
    connect(&engine, &ChatEngine::abilitiesLearned, this, [this](const Endpoint& endpoint, const EndpointAbilities& abilities) {
        if (m_faulted && endpoint == m_faulted->endpoint())
            m_abilities = abilities;
    });
}

ResilienceRun::~ResilienceRun() = default;

void ResilienceRun::start()
{
    std::optional<QString> objection = FaultedEndpoint::objection(m_options.endpoint, m_engine.proxy());
    if (!m_provider)
        objection = RunWords::tr("There is no provider '%1'.").arg(m_options.endpoint.provider);
    if (objection) {
        QMetaObject::invokeMethod(this, [this, why = *objection] { finish(why); }, Qt::QueuedConnection);
        return;
    }
    m_faulted = std::make_unique<FaultedEndpoint>(m_options.endpoint);
    const Result<void> started = m_faulted->start();
    QMetaObject::invokeMethod(
        this,
        [this, started] {
            if (started)
                next();
            else
                finish(started.error().message);
        },
        Qt::QueuedConnection);
}

void ResilienceRun::stop()
{
    if (m_isFinished)
        return;
    m_report.wasStopped = true;
    finish();
}

bool ResilienceRun::isWanted(const ResilienceCheck& check) const
{
    const bool isReference = check.expectation == Expectation::Undisturbed || check.expectation == Expectation::SameAgain;
    return isReference || m_options.only.isEmpty() || m_options.only.contains(check.id);
}

void ResilienceRun::next()
{
    if (m_isFinished)
        return;
    while (m_next < resilienceChecks().size() && !isWanted(resilienceChecks()[m_next]))
        ++m_next;
    if (m_next == resilienceChecks().size())
        return finish();
    const ResilienceCheck& check = resilienceChecks()[m_next++];
    Q_EMIT began(check.id);
    if (m_isFinished)
        return;
    const bool isFirst = check.expectation == Expectation::Undisturbed;
    const std::expected<QString, QString> script = isFirst || m_hasReference
        ? check.script(m_reference)
        : std::unexpected(RunWords::tr("There is no undisturbed answer to compare with."));
    if (!script)
        return record({.id = check.id, .verdict = CheckVerdict::NotApplicable, .why = script.error()});
    const std::expected<FaultScript, QString> parsed = FaultScript::parse(*script);
    Q_ASSERT(parsed); // made by us
    run(check, parsed.value_or(FaultScript()));
}

void ResilienceRun::run(const ResilienceCheck& check, const FaultScript& script)
{
    m_faulted->play(script);
    const WatchOptions watch {.limit = std::max(m_options.limit, SlownessFactor * m_reference.took)};
    m_answer = std::make_unique<WatchedAnswer>(m_engine, request(), watch);
    connect(m_answer.get(), &WatchedAnswer::ended, this,
        [this, &check](const std::shared_ptr<const AnswerOutcome>& outcome) { take(check, *outcome); });
}

StreamRequest ResilienceRun::request() const
{
    Message question;
    question.text = m_options.prompt.isEmpty() ? checkPrompt() : m_options.prompt;
    StreamRequest request;
    request.endpoint = m_faulted->endpoint();
    request.key = m_options.key;
    request.chat.model = m_options.model;
    request.chat.messages = {question};
    request.chat.maxTokens = m_options.maxTokens;
    request.chat.temperature = 0;
    request.chat.plainBody = true; // so that a byte of the text can be hit
    request.strategy.name = u"none"_s;
    request.retry = Retry;
    request.resume.mayPayAgain = m_options.mayPayAgain;
    request.abilities = m_abilities;
    request.timeouts.silence = std::clamp(PauseFactor * m_reference.longestGap, m_options.silence, MostSilence);
    request.timeouts.stalledAfter = Millis(1000);
    return request;
}

void ResilienceRun::take(const ResilienceCheck& check, const AnswerOutcome& outcome)
{
    m_answer.release()->deleteLater(); // this is its own signal
    learnReference(check, outcome);
    record(judge(check, m_reference,
        {.outcome = outcome, .paidRequests = m_faulted->paidRequests(), .mayPayAgain = m_options.mayPayAgain}, *m_provider));
}

void ResilienceRun::learnReference(const ResilienceCheck& check, const AnswerOutcome& outcome)
{
    if (!outcome.isComplete() || outcome.text.isEmpty())
        return;
    if (check.expectation == Expectation::Undisturbed) {
        m_reference = referenceOf(outcome);
        m_reference.countsBytes = m_abilities.streamOffset == Ability::Yes;
        m_reference.isReplayable =
            m_reference.countsBytes || m_abilities.eventIds == Ability::Yes || m_abilities.background == Ability::Yes;
        m_hasReference = true;
    } else if (check.expectation == Expectation::SameAgain) {
        m_reference.isRepeatable = outcome.text == m_reference.text;
        m_report.isRepeatable = m_reference.isRepeatable;
    }
}

void ResilienceRun::record(const ResilienceResult& result)
{
    m_report.results.push_back(result);
    Q_EMIT done(result);
    QMetaObject::invokeMethod(this, &ResilienceRun::next, Qt::QueuedConnection);
}

void ResilienceRun::finish(const QString& problem)
{
    if (std::exchange(m_isFinished, true))
        return;
    // An endpoint that goes on without us is told to stop, and that goes through the proxy, too.
    WatchedAnswer::end(m_answer, [this] { m_faulted.reset(); });
    Q_EMIT finished(problem);
}

}
