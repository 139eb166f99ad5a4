// The real program, started again while it runs, and after it crashed.

#include "tests/support/windowprogram.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QString Child = QStringLiteral(SLUICE_WINDOW_CHILD);

QProcessEnvironment environmentOf(const QString& directory)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"XDG_RUNTIME_DIR"_s, directory);
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s);
    return environment;
}

std::unique_ptr<QProcess> startSluice(const QString& directory, const QStringList& arguments = {})
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environmentOf(directory));
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QStringLiteral(SLUICE_PROGRAM), QStringList {u"--data-dir"_s, directory} + arguments);
    return process;
}

QStringList reportsIn(const QString& directory)
{
    return QDir(directory + u"/crashes"_s).entryList({u"crash-*.txt"_s}, QDir::Files, QDir::Name);
}

QByteArray contentOf(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

}

class TestLaterStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLaterStartPlaysItsRecordingInTheWindowThatIsThere()
    {
        const QTemporaryDir directory;
        WindowProgram first(Child, directory.path());
        QVERIFY(first.waitForWords("ready"));

        const auto second = startSluice(directory.path(), {QStringLiteral(SLUICE_RECORDING)});

        QVERIFY(second->waitForFinished(30000));
        QCOMPARE(second->exitStatus(), QProcess::NormalExit);
        QCOMPARE(second->exitCode(), 0);
        QVERIFY(first.waitForWords("row 2"));
        QVERIFY(first.close());
    }

    void twoStartsAtOnceMakeOneWindow()
    {
        const QTemporaryDir directory;
        const auto one = startSluice(directory.path());
        const auto other = startSluice(directory.path());
        QVERIFY(one->waitForStarted() && other->waitForStarted());
        const auto running = [&] {
            return int(one->state() != QProcess::NotRunning) + int(other->state() != QProcess::NotRunning);
        };

        QTRY_COMPARE_WITH_TIMEOUT(running(), 1, 30000);
        QProcess& left = one->state() == QProcess::NotRunning ? *other : *one;
        const QProcess& gone = one->state() == QProcess::NotRunning ? *one : *other;
        QCOMPARE(gone.exitCode(), 0);
        // Who ends it by a signal is not kept waiting for a disk that is busy with the new history.
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(directory.filePath(u"history.db"_s)), 30000);

        left.terminate();
        QVERIFY(left.waitForFinished(20000));
        QCOMPARE(left.exitCode(), 0);
    }

    void aStartAfterTheWindowWasKilledIsAWindow()
    {
        const QTemporaryDir directory;
        {
            WindowProgram first(Child, directory.path());
            QVERIFY(first.waitForWords("ready"));
            first.kill();
        }
        WindowProgram next(Child, directory.path());

        QVERIFY(next.waitForWords("ready"));
        QVERIFY(next.notice().isEmpty());
        QVERIFY(next.close());
    }

    void aCrashLeavesAReportWithoutContentThatIsOfferedOnce()
    {
        const QTemporaryDir directory;
        {
            WindowProgram first(Child, directory.path());
            QVERIFY(first.waitForWords("ready"));
            first.say("send Xanadu is my secret");
            // Seconds of it, so that some are stored, and seconds are left.
            const auto hasText = [](const WindowProgram::Line& line) {
                return line.words.first() == "row" && line.words.value(3).toInt() > 1000;
            };
            QVERIFY(first.waitFor(hasText));
            QVERIFY(first.crash(SIGSEGV));
        }
        QCOMPARE(reportsIn(directory.path()).size(), 1);
        const QByteArray report = contentOf(directory.path() + u"/crashes/"_s + reportsIn(directory.path()).first());
        for (const char* part : {"Version: Sluice " SLUICE_VERSION "\n", "Qt: 6.", "System: ", "Signal: SIGSEGV",
                 "Uptime: ", "Thread: windowchild (main)", "  #00 0x", "libc.so.6+0x"})
            QVERIFY2(report.contains(part), report.constData());
        for (const QByteArray& part :
            {"Xanadu"_ba, "secret"_ba, "127.0.0.1"_ba, "http"_ba, directory.path().toUtf8(), "/home"_ba})
            QVERIFY2(!report.contains(part), report.constData());
        {
            WindowProgram next(Child, directory.path());
            QVERIFY(next.waitForWords("ready"));
            QVERIFY(next.waitForWords("row 2 interrupted")); // and it is where it was
            QVERIFY(next.notice().contains(u"unexpectedly"_s));
            QVERIFY(next.close());
        }
        WindowProgram last(Child, directory.path());
        QVERIFY(last.waitForWords("ready"));
        QVERIFY(last.notice().isEmpty());
        QVERIFY(last.close());
    }
};

QTEST_GUILESS_MAIN(TestLaterStart)
#include "tst_laterstart.moc"
