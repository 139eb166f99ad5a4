#include "tests/support/ctlprocess.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

using namespace Qt::StringLiterals;

namespace sluice::test {

namespace {

constexpr int PatienceMs = 60000; // sanitizer builds on a busy machine

/// OpenSSL 3.0 now and then leaves the random state of a thread behind, which LeakSanitizer would add to standard error.
QString writeSuppressions(const QTemporaryDir& directory)
{
    QFile file(directory.filePath(u"leaks"_s));
    if (file.open(QIODevice::WriteOnly))
        file.write("leak:libcrypto\n");
    return u"print_suppressions=0:suppressions="_s + file.fileName();
}

}

CtlProcess::CtlProcess(
    const QStringList& arguments, const QByteArray& input, const std::map<QString, QString>& environment, Input end)
    : m_home(std::make_unique<QTemporaryDir>())
    , m_process(std::make_unique<QProcess>())
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString& name : variables.keys()) {
        if (name.endsWith("_API_KEY"_L1) || name.endsWith("_proxy"_L1, Qt::CaseInsensitive))
            variables.remove(name);
    }
    variables.insert(u"HOME"_s, m_home->path());
    variables.insert(u"XDG_DATA_HOME"_s, m_home->filePath(u"data"_s));
    variables.insert(u"LSAN_OPTIONS"_s, writeSuppressions(*m_home));
    for (const auto& [name, value] : environment)
        variables.insert(name, value);
    m_process->setProcessEnvironment(variables);
    m_process->start(program(), arguments);
    m_process->waitForStarted(PatienceMs);
    m_process->write(input);
    if (end == Input::Closed)
        m_process->closeWriteChannel();
}

CtlProcess::~CtlProcess()
{
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_process->kill();
    m_process->waitForFinished(PatienceMs);
}

bool CtlProcess::waitForOutput(QByteArrayView text)
{
    const QDeadlineTimer deadline(PatienceMs);
    collect();
    while (!m_output.contains(text) && !deadline.hasExpired()) {
        if (!m_process->waitForReadyRead(static_cast<int>(deadline.remainingTime())))
            break;
        collect();
    }
    collect();
    return m_output.contains(text);
}

int CtlProcess::wait()
{
    const bool isOver = m_process->state() == QProcess::NotRunning || m_process->waitForFinished(PatienceMs);
    collect();
    return isOver && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

void CtlProcess::sendSignal(int signalNumber)
{
    ::kill(static_cast<pid_t>(m_process->processId()), signalNumber);
}

bool CtlProcess::saysOneLine() const
{
    return m_errors.startsWith("sluicectl: ") && m_errors.count('\n') == 1 && m_errors.endsWith('\n');
}

QString CtlProcess::program()
{
    return QCoreApplication::applicationDirPath() + u"/../bin/sluicectl"_s;
}

void CtlProcess::collect()
{
    m_output += m_process->readAllStandardOutput();
    m_errors += m_process->readAllStandardError();
}

}
