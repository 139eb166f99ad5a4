#include "app/servechild.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>

#include <csignal>

#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int StartMs = 10'000;
constexpr int EndMs = 5000;

}

ServeChild::ServeChild(const QStringList& arguments)
{
    const QStringList all =
        QStringList {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--cache"_s, m_directory.filePath(u"cache.db"_s)} + arguments;
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // A Ctrl-C is this process's: the child is needed until the report stands.
    m_process.setChildProcessModifier([] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::setpgid(0, 0);
    });
    m_process.start(QCoreApplication::applicationFilePath(), all);
}

ServeChild::~ServeChild()
{
    m_process.kill();
    m_process.waitForFinished(EndMs);
}

Result<quint16> ServeChild::waitForPort()
{
    const QDeadlineTimer deadline(StartMs);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(int(deadline.remainingTime()))) { }
    const QByteArray line = m_process.readLine().trimmed();
    const quint16 port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
    if (port == 0)
        return std::unexpected(
            Error {.kind = ErrorKind::Network, .message = u"A gateway could not be started: %1"_s.arg(m_process.errorString())});
    return port;
}

std::optional<double> ServeChild::memoryKb(QByteArrayView field) const
{
    QFile file(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!file.open(QFile::ReadOnly))
        return std::nullopt;
    const QByteArray text = file.readAll();
    const qsizetype at = text.indexOf(field);
    const qsizetype end = text.indexOf("kB", std::max<qsizetype>(at, 0));
    bool isNumber = false;
    const double value = at < 0 ? 0 : text.sliced(at + field.size(), end - at - field.size()).trimmed().toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

}
