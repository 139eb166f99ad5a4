#include "app/checkrun.h"

#include "app/command.h"
#include "app/signalwatcher.h"
#include "core/lab/resiliencereport.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

CheckRun::CheckRun(const CheckArguments& arguments)
    : m_arguments(arguments)
    , m_isTerminal(isatty(STDERR_FILENO) == 1)
    , m_access(arguments.choice)
{ }

CheckRun::~CheckRun() = default;

int CheckRun::exec()
{
    const SignalWatcher watcher([this](int) { interrupt(); });
    m_access.open(this, [this](const Result<void>& opened) {
        if (!opened)
            m_loop.exit(fail(opened.error().message));
        else
            startScorecard();
    });
    return m_loop.exec();
}

void CheckRun::startScorecard()
{
    const ScorecardOptions options {.endpoint = m_access.endpoint(),
        .key = m_access.key(),
        .model = m_arguments.model,
        .prompt = m_arguments.prompt,
        .maxTokens = m_arguments.maxTokens};
    m_scorecard = std::make_unique<ScorecardRun>(m_engine, options);
    connect(m_scorecard.get(), &ScorecardRun::began, this, [this](const QString& id) { showProgress(scoreLineTitle(id)); });
    connect(m_scorecard.get(), &ScorecardRun::finished, this, [this](const QString& problem) {
        m_problem = problem;
        if (m_arguments.withFaults && problem.isEmpty() && !m_isInterrupted)
            startFaults();
        else
            finish();
    });
    m_scorecard->start();
}

void CheckRun::startFaults()
{
    const ResilienceOptions options {.endpoint = m_access.endpoint(),
        .key = m_access.key(),
        .model = m_scorecard->model(),
        .prompt = m_arguments.prompt,
        .maxTokens = m_arguments.maxTokens,
        .mayPayAgain = m_arguments.mayPayAgain || m_arguments.choice.isDemo}; // the demo costs nothing
    m_resilience = std::make_unique<ResilienceRun>(m_engine, options);
    connect(m_resilience.get(), &ResilienceRun::began, this, [this](const QString& id) {
        for (const ResilienceCheck& check : resilienceChecks()) {
            if (check.id == id)
                showProgress(resilienceTitle(check));
        }
    });
    connect(m_resilience.get(), &ResilienceRun::finished, this, [this](const QString& problem) {
        m_problem = problem;
        finish();
    });
    m_resilience->start();
}

void CheckRun::showProgress(const QString& title)
{
    if (!m_isTerminal)
        return;
    std::fprintf(stderr, "\r\033[K%s…", qUtf8Printable(title));
    std::fflush(stderr);
}

void CheckRun::interrupt()
{
    if (std::exchange(m_isInterrupted, true))
        return;
    if (m_resilience)
        m_resilience->stop();
    else if (m_scorecard)
        m_scorecard->stop();
    else
        m_loop.exit(fail(u"Stopped before the checks began"_s));
}

QByteArray CheckRun::printed() const
{
    const ResilienceReport* faults = m_resilience && m_problem.isEmpty() ? &m_resilience->report() : nullptr;
    switch (m_arguments.output) {
    case CheckArguments::Output::Json: {
        const QJsonObject all {{u"version"_s, ScorecardVersion}, {u"scorecard"_s, scorecardToJson(m_scorecard->card())},
            {u"resilience"_s, faults ? QJsonValue(resilienceToJson(*faults)) : QJsonValue()}};
        return QJsonDocument(all).toJson(QJsonDocument::Compact) + '\n';
    }
    case CheckArguments::Output::Markdown:
        return (scorecardToMarkdown(m_scorecard->card()) + (faults ? u'\n' + resilienceToMarkdown(*faults) : QString())).toUtf8();
    case CheckArguments::Output::Text:
        return (scorecardToText(m_scorecard->card()) + (faults ? u'\n' + resilienceToText(*faults) : QString())).toUtf8();
    }
    Q_UNREACHABLE();
}

void CheckRun::finish()
{
    if (m_isTerminal)
        std::fputs("\r\033[K", stderr);
    const StandardOutput::State state =
        m_arguments.output == CheckArguments::Output::Json ? m_output.write(printed()) : m_output.writeText(printed());
    m_loop.exit(state == StandardOutput::State::Failed ? fail(m_output.error().message) : status());
}

int CheckRun::status() const
{
    if (!m_problem.isEmpty())
        return fail(m_problem);
    if (m_isInterrupted)
        return fail(u"Stopped before the end"_s);
    const int lines = m_scorecard->card().failures();
    const int checks = m_resilience ? m_resilience->report().count(CheckVerdict::Fail) : 0;
    if (lines + checks == 0)
        return ExitSuccess;
    return fail(u"%1 lines of the scorecard and %2 checks failed"_s.arg(lines).arg(checks));
}

}
