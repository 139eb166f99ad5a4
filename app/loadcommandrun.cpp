#include "app/loadcommandrun.h"

#include "app/command.h"
#include "app/signalwatcher.h"
#include "core/lab/loadreportformats.h"
#include "core/lab/loadtarget.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QByteArray tokenLine(const LoadSample& sample)
{
    QJsonArray times;
    for (const float at : sample.tokenMs)
        times.append(double(qRound64(double(at) * 1000)) / 1000);
    QJsonObject line {{u"request"_s, sample.number}, {u"due_ms"_s, sample.dueMs}, {u"lag_ms"_s, sample.lagMs},
        {u"delta_ms"_s, times}, {u"e2e_ms"_s, sample.e2eMs.value_or(0)}, {u"warm_up"_s, sample.isWarmUp},
        {u"tokens"_s, sample.outputTokens ? QJsonValue(*sample.outputTokens) : QJsonValue()},
        {u"error"_s, sample.error ? QJsonValue(errorKindName(sample.error->kind)) : QJsonValue()}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

}

LoadCommandRun::LoadCommandRun(const QString& name, const LoadWish& wish)
    : m_name(name)
    , m_wish(wish)
    , m_access(wish.choice)
{ }

LoadCommandRun::~LoadCommandRun() = default;

int LoadCommandRun::exec()
{
    const SignalWatcher watcher([this](int) {
        m_isInterrupted = true;
        if (m_run)
            m_run->stop();
        else
            m_loop.exit(sluice::fail(u"Stopped before the test began"_s));
    });
    if (const std::optional<QString> problem = openFiles())
        return sluice::fail(*problem);
    m_access.open(this, [this](const Result<void>& opened) {
        if (!opened)
            fail(opened.error().message);
        else if (m_wish.model.isEmpty())
            findModel();
        else
            begin();
    });
    return m_loop.exec();
}

std::optional<QString> LoadCommandRun::openFiles()
{
    if (m_wish.tokenFile.isEmpty())
        return std::nullopt;
    m_tokenFile.setFileName(m_wish.tokenFile);
    if (m_tokenFile.open(QFile::WriteOnly | QFile::Truncate))
        return std::nullopt;
    return u"%1: %2"_s.arg(m_wish.tokenFile, m_tokenFile.errorString());
}

void LoadCommandRun::findModel()
{
    m_engine.fetchModels(m_access.endpoint(), m_access.key(), this, [this](const Result<EndpointProbe>& probe) {
        // A server without a list is asked with no model.
        const bool hasNoList = !probe && probe.error().httpStatus == 404;
        if (!probe && !hasNoList)
            return fail(probe.error().message);
        m_wish.model = probe ? probe->models.value(0) : QString();
        begin();
    });
}

void LoadCommandRun::begin()
{
    const LoadTarget target {.endpoint = m_access.endpoint(),
        .key = m_access.key(),
        .model = m_wish.model,
        .prompts = m_wish.prompts,
        .maxTokens = m_wish.maxTokens,
        .extraBody = m_wish.extraBody,
        .gzip = m_wish.gzip};
    LoadPlan plan = m_wish.plan;
    if (const Result<void> aimed = aimAt(target, plan); !aimed)
        return fail(aimed.error().message);
    const LoadSetup setup = setupOf(m_name, target, plan);
    std::function<void(const LoadSample&)> sample;
    if (m_tokenFile.isOpen()) {
        sample = [this](const LoadSample& ended) {
            const std::lock_guard lock(m_sampleMutex); // JSON is made elsewhere: this thread measures
            m_samples.push_back(ended);
        };
    }
    m_run = std::make_unique<LoadRun>(std::move(plan), setup, std::move(sample));
    connect(m_run.get(), &LoadRun::progressed, this,
        [this](const std::shared_ptr<const LoadProgress>& progress) { showProgress(*progress); });
    connect(m_run.get(), &LoadRun::finished, this, [this](const std::shared_ptr<const LoadReport>& report) { finish(*report); });
}

void LoadCommandRun::showProgress(const LoadProgress& progress)
{
    writeTokens();
    m_progress.show(progress);
}

void LoadCommandRun::writeTokens()
{
    if (!m_tokenFile.isOpen())
        return;
    std::vector<LoadSample> samples;
    {
        const std::lock_guard lock(m_sampleMutex);
        samples.swap(m_samples);
    }
    QByteArray lines;
    for (const LoadSample& sample : samples)
        lines += tokenLine(sample);
    if (m_tokenFile.write(lines) != lines.size() || !m_tokenFile.flush())
        m_tokenError =
            Error {.kind = ErrorKind::Storage, .message = m_tokenFile.fileName() + u": "_s + m_tokenFile.errorString()};
}

void LoadCommandRun::finish(const LoadReport& report)
{
    writeTokens();
    m_progress.clear();
    m_loop.exit(print(report));
}

int LoadCommandRun::print(const LoadReport& report)
{
    switch (m_wish.output) {
    case LoadOutput::Json:
        m_output.write(QJsonDocument(loadReportToJson(report)).toJson(QJsonDocument::Compact) + '\n');
        break;
    case LoadOutput::Csv:
        m_output.write(loadReportCsv(report));
        break;
    case LoadOutput::Text:
        m_output.writeText(loadReportText(report).toUtf8());
        break;
    }
    if (m_output.state() == StandardOutput::State::Failed)
        return sluice::fail(m_output.error().message);
    if (!m_wish.htmlFile.isEmpty()) {
        QFile page(m_wish.htmlFile);
        const QByteArray html = loadReportHtml(report);
        if (!page.open(QFile::WriteOnly | QFile::Truncate) || page.write(html) != html.size() || !page.flush())
            return sluice::fail(u"%1: %2"_s.arg(m_wish.htmlFile, page.errorString()));
    }
    if (m_tokenError)
        return sluice::fail(m_tokenError->message);
    if (report.requests > 0 && report.succeeded == 0 && !m_isInterrupted)
        return sluice::fail(
            u"None of %1 requests got a whole answer: %2"_s.arg(report.requests).arg(report.errors.begin()->second.example));
    if (report.succeeded == 0 && report.unfinished > 0 && !m_isInterrupted)
        return sluice::fail(u"None of %1 answers came to its end in time"_s.arg(report.unfinished));
    return ExitSuccess;
}

void LoadCommandRun::fail(const QString& message)
{
    m_loop.exit(sluice::fail(message));
}

}
