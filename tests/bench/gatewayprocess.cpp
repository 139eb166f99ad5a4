#include "tests/bench/gatewayprocess.h"

#include "tests/support/rawclient.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <ctime>

#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

constexpr int StartMs = 10'000;

}

GatewayProcess::GatewayProcess(const QStringList& arguments)
{
    const QStringList own {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--cache"_s, m_home.filePath(u"cache.db"_s)};
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(QStringLiteral(SLUICE_CTL), own + arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(StartMs)) { }
    const QByteArray line = m_process.readLine().trimmed();
    m_port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
}

GatewayProcess::~GatewayProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

double GatewayProcess::residentKb() const
{
    QFile file(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = file.readAll();
    const qsizetype at = text.indexOf("VmRSS:");
    return at < 0 ? -1 : text.sliced(at + 6, text.indexOf("kB", at) - at - 6).trimmed().toDouble();
}

double GatewayProcess::cpuSeconds() const
{
    clockid_t clock {};
    timespec time {};
    if (clock_getcpuclockid(pid_t(m_process.processId()), &clock) != 0 || clock_gettime(clock, &time) != 0)
        return -1;
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

int GatewayProcess::openFiles() const
{
    return int(QDir(u"/proc/%1/fd"_s.arg(m_process.processId()))
            .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
            .size());
}

double GatewayProcess::metric(const QByteArray& name) const
{
    for (const QByteArray& line : get("/metrics").split('\n')) {
        if (line.startsWith(name + ' '))
            return line.sliced(name.size() + 1).toDouble();
    }
    return -1;
}

QByteArray GatewayProcess::get(const QByteArray& path) const
{
    return test::exchange(m_port, "GET", path).body;
}

}
