#include "tests/support/windowprogram.h"

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;

namespace sluice::test {

WindowProgram::WindowProgram(const QString& executable, const QString& dataDirectory, const QUrl& endpoint)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"XDG_RUNTIME_DIR"_s, dataDirectory); // else Qt makes one, and says so
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s); // nobody's keyring
    m_process.setProcessEnvironment(environment);
    QStringList arguments {u"--data-dir"_s, dataDirectory};
    if (!endpoint.isEmpty())
        arguments += {u"--endpoint"_s, endpoint.toString()};
    m_process.start(executable, arguments);
}

WindowProgram::~WindowProgram()
{
    kill();
}

void WindowProgram::say(const QByteArray& line)
{
    m_process.write(line + '\n');
    m_process.waitForBytesWritten(1000);
}

void WindowProgram::collect(int waitMs)
{
    m_process.waitForReadyRead(waitMs);
    m_unread += m_process.readAllStandardOutput();
    for (qsizetype end = m_unread.indexOf('\n'); end >= 0; end = m_unread.indexOf('\n')) {
        QByteArrayList words = m_unread.first(end).split(' ');
        m_unread.remove(0, end + 1);
        const TimePoint at {Micros(words.takeFirst().toLongLong())};
        m_lines.push_back({at, words});
    }
}

bool WindowProgram::waitFor(const std::function<bool(const Line&)>& wanted, qsizetype first, Millis patience)
{
    const TimePoint end = steadyClock().now() + patience;
    for (qsizetype seen = first;;) {
        for (; seen < count(); ++seen) {
            if (wanted(m_lines[size_t(seen)]))
                return true;
        }
        if (steadyClock().now() >= end || m_process.state() == QProcess::NotRunning) {
            QByteArray said;
            for (qsizetype i = std::max(first, count() - 8); i < count(); ++i)
                said += m_lines[size_t(i)].words.join(' ') + "; ";
            qWarning("waited in vain; it said: %s\n%s", said.constData(), m_process.readAllStandardError().constData());
            return false;
        }
        collect(50);
    }
}

bool WindowProgram::waitForWords(const QByteArray& beginning, qsizetype first, Millis patience)
{
    return waitFor([&](const Line& line) { return line.words.join(' ').startsWith(beginning); }, first, patience);
}

void WindowProgram::readUntil(TimePoint end)
{
    while (m_process.state() != QProcess::NotRunning) {
        const auto left = std::chrono::duration_cast<Millis>(end - steadyClock().now());
        if (left <= Millis(0))
            return;
        collect(int(left.count()));
    }
}

TimePoint WindowProgram::kill()
{
    const TimePoint now = steadyClock().now();
    if (m_process.state() != QProcess::NotRunning) {
        ::kill(pid_t(m_process.processId()), SIGKILL);
        m_process.waitForFinished(20'000);
    }
    collect(0);
    return now;
}

bool WindowProgram::crash(int signalNumber)
{
    ::kill(pid_t(m_process.processId()), signalNumber);
    const bool isOver = m_process.waitForFinished(20'000);
    collect(0);
    return isOver && (m_process.exitStatus() == QProcess::CrashExit || m_process.exitCode() != 0);
}

bool WindowProgram::close()
{
    m_process.closeWriteChannel();
    const bool isOver = m_process.waitForFinished(30'000);
    collect(0);
    return isOver && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

QByteArrayList WindowProgram::last(const QByteArray& kind) const
{
    const auto found =
        std::find_if(m_lines.rbegin(), m_lines.rend(), [&](const Line& line) { return line.words.first() == kind; });
    return found == m_lines.rend() ? QByteArrayList() : found->words;
}

QString WindowProgram::notice() const
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(last("notice").value(1)));
}

QString WindowProgram::text()
{
    const qsizetype first = count();
    say("text");
    return waitForWords("text", first) ? QString::fromUtf8(QByteArray::fromPercentEncoding(last("text").value(1))) : QString();
}

}
