#include "app/comparenaive.h"

#include "app/command.h"
#include "app/signalwatcher.h"
#include "core/chat/provider.h"

#include <QJsonDocument>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace sluice {

CompareNaiveRun::CompareNaiveRun(const NaiveLoad& load, bool asJson)
    : m_load(load)
    , m_asJson(asJson)
{ }

CompareNaiveRun::~CompareNaiveRun() = default;

int CompareNaiveRun::exec()
{
    const SignalWatcher watcher([this](int) {
        m_progress.clear();
        m_loop.exit(fail(u"Stopped before both sides were measured"_s));
    });
    m_model = std::make_unique<ServeChild>(QStringList {u"--demo-slots"_s, QString::number(m_load.slots), u"--demo-patience"_s,
        QString::number(double(m_load.patience.count()) / 1000)});
    const Result<quint16> port = m_model->waitForPort();
    if (!port)
        return fail(port.error().message);
    m_modelPort = *port;
    QTimer::singleShot(0, this, [this] { measure(GatewayUse::Naive); });
    const int status = m_loop.exec();
    m_run.reset();
    return status;
}

void CompareNaiveRun::measure(GatewayUse use)
{
    // Neither keeps logs of what has ended: that would be memory for something else than what is compared.
    QStringList arguments {u"--upstream"_s, u"http://127.0.0.1:%1/v1?demo_deltas=%2"_s.arg(m_modelPort).arg(m_load.deltas),
        u"--model"_s, u"demo"_s, u"--log-seconds"_s, u"0"_s};
    if (use == GatewayUse::Optimised)
        arguments += {u"--max-streams"_s, QString::number(m_load.slots)};
    m_gateway = std::make_unique<ServeChild>(arguments);
    const Result<quint16> port = m_gateway->waitForPort();
    if (!port) {
        m_loop.exit(fail(port.error().message));
        return;
    }
    NaiveSide& side = use == GatewayUse::Naive ? m_before : m_after;
    side.idleMemoryKb = m_gateway->residentKb();
    const QUrl gateway(u"http://127.0.0.1:%1"_s.arg(*port));
    LoadPlan plan = naivePlan(m_load, use, gateway);
    plan.provider = providerNamed(u"sluice"_s);
    const QString name = use == GatewayUse::Naive ? u"naive"_s : u"optimised"_s;
    const LoadSetup setup {.name = name,
        .target = gateway.toString(),
        .model = u"demo"_s,
        .users = m_load.users,
        .warmUpSeconds = double(m_load.warmUp.count()) / 1000,
        .goodput = {}};
    m_run = std::make_unique<LoadRun>(std::move(plan), setup);
    connect(m_run.get(), &LoadRun::progressed, this,
        [this, name](const std::shared_ptr<const LoadProgress>& progress) { m_progress.show(*progress, name); });
    connect(m_run.get(), &LoadRun::finished, this,
        [this, use](const std::shared_ptr<const LoadReport>& report) { takeReport(use, *report); });
}

void CompareNaiveRun::takeReport(GatewayUse use, const LoadReport& report)
{
    m_progress.clear();
    NaiveSide& side = use == GatewayUse::Naive ? m_before : m_after;
    side.report = report;
    side.peakMemoryKb = m_gateway->peakKb();
    // Not from inside its own signal.
    QTimer::singleShot(0, this, [this, use] {
        m_run.reset();
        m_gateway.reset();
        if (use == GatewayUse::Naive)
            measure(GatewayUse::Optimised);
        else
            m_loop.exit(print());
    });
}

int CompareNaiveRun::print()
{
    if (m_asJson)
        m_output.write(QJsonDocument(naiveToJson(m_load, m_before, m_after)).toJson(QJsonDocument::Compact) + '\n');
    else
        m_output.writeText(naiveTable(m_load, m_before, m_after).toUtf8());
    return m_output.state() == StandardOutput::State::Failed ? fail(m_output.error().message) : ExitSuccess;
}

}
