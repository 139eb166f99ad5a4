#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>

#include <map>
#include <memory>

class QProcess;
class QTemporaryDir;

namespace sluice::test {

/// The built sluicectl as a process, in a home of its own and without any API key in its environment. It is started by the
/// constructor and killed by the destructor. Blocks the test's thread, so its servers must live in other threads.
class CtlProcess
{
public:
    enum class Input { Closed, Open };

    /// \a input is what it finds on standard input; Open leaves that open behind it.
    explicit CtlProcess(const QStringList& arguments, const QByteArray& input = {},
        const std::map<QString, QString>& environment = {}, Input end = Input::Closed);
    ~CtlProcess();
    Q_DISABLE_COPY_MOVE(CtlProcess)

    /// Waits until standard output holds \a text; false after ten seconds, or when the process ends without it.
    bool waitForOutput(QByteArrayView text);

    /// Waits for the end: the exit status; -1 when it does not come or the process crashed.
    int wait();

    void sendSignal(int signalNumber);

    /// What came until now; all of it after wait().
    QByteArray output() const { return m_output; }
    QByteArray errors() const { return m_errors; }
    /// Whether errors() is exactly one line that begins with the name of the program.
    bool saysOneLine() const;

    static QString program();

private:
    void collect();

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_output;
    QByteArray m_errors;
};

}
