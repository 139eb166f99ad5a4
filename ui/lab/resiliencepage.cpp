#include "ui/lab/resiliencepage.h"

#include "core/base/joinedwords.h"
#include "core/lab/resiliencereport.h"
#include "ui/wrappingcheckbox.h"

#include <QJsonDocument>
#include <QLocale>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

CheckRow::State stateOf(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Pass:
        return CheckRow::State::Good;
    case CheckVerdict::Fail:
        return CheckRow::State::Bad;
    case CheckVerdict::NotApplicable:
        return CheckRow::State::Unseen;
    }
    Q_UNREACHABLE();
}

}

ResiliencePage::ResiliencePage(const LabServices& services, QWidget* parent)
    : CheckPage(services,
          {.title = tr("Resilience"),
              .intro = tr("One question, asked again and again, and each answer spoilt in another way between the endpoint and "
                          "Sluice. A check passes when nothing that came is lost and nothing comes twice."),
              .listName = tr("Checks"),
              .fileName = u"resilience"_s},
          parent)
    , m_payAgain(new WrappingCheckBox(tr("Let a broken answer go on with a new request where it is not replayed"), this))
{
    m_payAgain->setToolTip(tr("The endpoint works for it again, and takes money again if it does."));
    addOption(m_payAgain);
    makeRows();
}

ResiliencePage::~ResiliencePage() = default;

QList<CheckRow> ResiliencePage::freshRows() const
{
    QList<CheckRow> rows;
    for (const ResilienceCheck& check : resilienceChecks())
        rows.append({.id = check.id, .title = resilienceTitle(check)});
    return rows;
}

/// Refusals cost none, and what is paid again costs one more.
int ResiliencePage::mostRequests() const
{
    return int(resilienceChecks().size()) * (m_payAgain->isChecked() ? 2 : 1);
}

void ResiliencePage::begin(const Endpoint& endpoint, const QByteArray& key, const QString& model)
{
    m_payAgain->setEnabled(false);
    m_run = std::make_unique<ResilienceRun>(m_services.engine,
        ResilienceOptions {.endpoint = endpoint, .key = key, .model = model, .mayPayAgain = m_payAgain->isChecked()});
    connect(m_run.get(), &ResilienceRun::began, this, &ResiliencePage::showRunning);
    connect(m_run.get(), &ResilienceRun::done, this, &ResiliencePage::show);
    connect(m_run.get(), &ResilienceRun::finished, this, &ResiliencePage::finish);
    m_run->start();
}

void ResiliencePage::show(const ResilienceResult& result)
{
    const qint64 ms = result.took.count();
    const QString took = ms >= 1000 ? tr("%1 s").arg(QLocale().toString(double(ms) / 1000, 'f', 1)) : tr("%1 ms").arg(ms);
    showResult(result.id, stateOf(result.verdict), result.why, ms > 0 ? took : QString());
}

void ResiliencePage::finish(const QString& problem)
{
    m_payAgain->setEnabled(true);
    const ResilienceReport& report = m_run->report();
    if (!problem.isEmpty())
        return runEnded(problem, true);
    const QString counts = tr("%1 passed, %2 failed, %3 not applicable. The endpoint worked for %4 requests.")
                               .arg(report.count(CheckVerdict::Pass))
                               .arg(report.count(CheckVerdict::Fail))
                               .arg(report.count(CheckVerdict::NotApplicable))
                               .arg(report.paidRequests());
    runEnded(report.wasStopped ? inSequence({tr("Stopped."), counts}) : counts, report.count(CheckVerdict::Fail) > 0);
}

void ResiliencePage::cancel()
{
    m_run->stop();
}

QByteArray ResiliencePage::jsonReport() const
{
    return m_run ? QJsonDocument(resilienceToJson(m_run->report())).toJson() : QByteArray();
}

QByteArray ResiliencePage::markdownReport() const
{
    return m_run ? resilienceToMarkdown(m_run->report()).toUtf8() : QByteArray();
}

QWidget* makeResiliencePage(const LabServices& services, QWidget* parent)
{
    return new ResiliencePage(services, parent);
}

}
