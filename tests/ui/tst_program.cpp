#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// No display but what \a platform names.
QProcessEnvironment environmentWith(const QString& platform)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    if (!platform.isEmpty())
        environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    return environment;
}

/// Whether the process has a handler of its own for \a signalNumber; nothing else tells from outside that it is up.
bool handlesSignal(qint64 pid, int signalNumber)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("SigCgt:"))
            return line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signalNumber - 1) & 1;
    }
    return false;
}

/// The built sluice with no display at all, unless \a platform names one.
Outcome runSluice(const QStringList& arguments, const QString& platform = {})
{
    QProcess process;
    process.setProcessEnvironment(environmentWith(platform));
    process.start(QStringLiteral(SLUICE_PROGRAM), arguments);
    if (!process.waitForFinished(20000))
        return {};
    return {.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        .out = process.readAllStandardOutput(),
        .err = process.readAllStandardError()};
}

}

/// The command line of sluice; what it shows is under test elsewhere.
class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpAndVersionNeedNoDisplay()
    {
        const Outcome help = runSluice({u"--help"_s});
        QCOMPARE(help.status, 0);
        QVERIFY(help.out.contains("--data-dir"));
        QVERIFY(help.out.contains("--endpoint"));

        const Outcome version = runSluice({u"--version"_s});
        QCOMPARE(version.status, 0);
        QCOMPARE(version.out.trimmed(), "sluice " SLUICE_VERSION);
    }

    void withoutADisplayItSaysSoInOneLine()
    {
        const Outcome outcome = runSluice({});

        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY(outcome.err.contains("sluicectl ask"));
    }

    void aWrongCommandLineIsRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList {u"--nonsense"_s};
        QTest::newRow("positional") << QStringList {u"file"_s};
        QTest::newRow("endpoint without scheme") << QStringList {u"--endpoint"_s, u"localhost:8080/v1"_s};
        QTest::newRow("endpoint with password") << QStringList {u"--endpoint"_s, u"http://me:secret@host/v1"_s};
        QTest::newRow("no value") << QStringList {u"--data-dir"_s};
    }

    void aWrongCommandLineIsRefused()
    {
        QFETCH(const QStringList, arguments);

        const Outcome outcome = runSluice(arguments, u"offscreen"_s);

        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.err.contains("sluice: "));
        QVERIFY(!outcome.err.contains("secret"));
    }

    void aSignalClosesTheWindow_data()
    {
        QTest::addColumn<int>("signalNumber");
        QTest::newRow("terminate") << SIGTERM;
        QTest::newRow("interrupt") << SIGINT;
        QTest::newRow("hang up") << SIGHUP;
    }

    void aSignalClosesTheWindow()
    {
        QFETCH(const int, signalNumber);
        const QTemporaryDir directory;
        QProcess process;
        process.setProcessEnvironment(environmentWith(u"offscreen"_s));
        process.start(QStringLiteral(SLUICE_PROGRAM), {u"--data-dir"_s, directory.path()});
        QVERIFY(process.waitForStarted(20000)); // before, it is a copy of this program with its handlers
        QTRY_VERIFY_WITH_TIMEOUT(handlesSignal(process.processId(), signalNumber), 20000);

        ::kill(static_cast<pid_t>(process.processId()), signalNumber);

        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
