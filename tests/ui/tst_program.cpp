#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// The built sluice with no display at all, unless \a platform names one.
Outcome runSluice(const QStringList& arguments, const QString& platform = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    if (!platform.isEmpty())
        environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    process.setProcessEnvironment(environment);
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
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
