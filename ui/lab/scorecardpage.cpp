#include "ui/lab/scorecardpage.h"

#include <QJsonDocument>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int QuestionsAsked = 6;

CheckRow::State stateOf(const ScoreLine& line)
{
    switch (line.verdict) {
    case ScoreVerdict::Yes:
        return CheckRow::State::Good;
    case ScoreVerdict::No:
        return line.isFailure() ? CheckRow::State::Bad : CheckRow::State::Lacking;
    case ScoreVerdict::Unseen:
        return CheckRow::State::Unseen;
    case ScoreVerdict::Measured:
        return CheckRow::State::Figure;
    }
    Q_UNREACHABLE();
}

QString wordOf(ScoreVerdict verdict)
{
    switch (verdict) {
    case ScoreVerdict::Yes:
        return ScorecardPage::tr("yes");
    case ScoreVerdict::No:
        return ScorecardPage::tr("no");
    case ScoreVerdict::Unseen:
        return ScorecardPage::tr("cannot be seen");
    case ScoreVerdict::Measured:
        return {};
    }
    Q_UNREACHABLE();
}

}

ScorecardPage::ScorecardPage(const LabServices& services, QWidget* parent)
    : CheckPage(services,
          {.title = tr("Scorecard"),
              .intro =
                  tr("What an endpoint can do, as it shows in a few answers: how well its streams keep to the standard, what "
                     "it offers, and whether it stops when it is told to."),
              .listName = tr("Lines of the scorecard"),
              .fileName = u"scorecard"_s},
          parent)
{
    makeRows();
}

ScorecardPage::~ScorecardPage() = default;

QList<CheckRow> ScorecardPage::freshRows() const
{
    QList<CheckRow> rows;
    for (const QLatin1StringView id : scoreLineIds())
        rows.append({.id = id, .title = scoreLineTitle(id)});
    return rows;
}

int ScorecardPage::mostRequests() const
{
    return QuestionsAsked;
}

void ScorecardPage::begin(const Endpoint& endpoint, const QByteArray& key, const QString& model)
{
    m_run =
        std::make_unique<ScorecardRun>(m_services.engine, ScorecardOptions {.endpoint = endpoint, .key = key, .model = model});
    connect(m_run.get(), &ScorecardRun::began, this, &ScorecardPage::showRunning);
    connect(m_run.get(), &ScorecardRun::done, this, &ScorecardPage::show);
    connect(m_run.get(), &ScorecardRun::finished, this, &ScorecardPage::finish);
    m_run->start();
}

void ScorecardPage::show(const ScoreLine& line)
{
    showResult(line.id, stateOf(line), line.evidence, wordOf(line.verdict));
}

void ScorecardPage::finish(const QString& problem)
{
    const Scorecard& card = m_run->card();
    if (!problem.isEmpty())
        runEnded(problem, true);
    else if (card.failures() > 0)
        runEnded(card.failures() == 1 ? tr("One line that is required says no.")
                                      : tr("%1 lines that are required say no.").arg(card.failures()),
            true);
    else
        runEnded(card.wasStopped ? tr("Stopped.") : tr("Nothing that is required is missing."), false);
}

void ScorecardPage::cancel()
{
    m_run->stop();
}

QByteArray ScorecardPage::jsonReport() const
{
    return m_run ? QJsonDocument(scorecardToJson(m_run->card())).toJson() : QByteArray();
}

QByteArray ScorecardPage::markdownReport() const
{
    return m_run ? scorecardToMarkdown(m_run->card()).toUtf8() : QByteArray();
}

QWidget* makeScorecardPage(const LabServices& services, QWidget* parent)
{
    return new ScorecardPage(services, parent);
}

}
