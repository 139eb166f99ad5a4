#include "core/store/historydatabase.h"
#include "tests/support/ctlprocess.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QString dataFile(const QString& name)
{
    return QStringLiteral(SLUICE_TEST_DATA "/exchange/") + name;
}

/// More than fits into a pipe.
void fill(const QString& directory)
{
    HistoryDatabase history(directory);
    QVERIFY(history.open(HistoryDatabase::Access::Write));
    for (int i = 0; i < 50; ++i) {
        const QString id = QString::number(i);
        QVERIFY(history.saveSummary({.id = id, .title = u"Title"_s, .lastActive = 1000 + i, .createdAt = 1000}));
        Message message;
        message.text = QString(10'000, u'x');
        QVERIFY(history.put(id, 0, -1, message));
    }
}

struct Run
{
    int status = -1;
    QByteArray output;
    QByteArray errors;
};

/// Runs \a line in a shell: $0 is the program, $1… are \a arguments.
Run shell(const QString& line, const QStringList& arguments)
{
    QProcess process;
    process.start(u"/bin/sh"_s, QStringList {u"-c"_s, line, CtlProcess::program()} + arguments);
    if (!process.waitForFinished(30'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList history(const QString& verb, const QString& directory, const QStringList& more = {})
{
    return QStringList {u"history"_s, verb, u"--data-dir"_s, directory} + more;
}

}

class TestSluicectlHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void importsAndExports()
    {
        const QTemporaryDir directory;
        CtlProcess import(history(u"import"_s, directory.path(), {dataFile(u"chatgpt.json"_s), dataFile(u"openwebui.json"_s)}));
        QCOMPARE(import.wait(), 0);
        QCOMPARE(import.output().count("1 imported\n"), 2);

        CtlProcess toOutput(history(u"export"_s, directory.path()));
        QCOMPARE(toOutput.wait(), 0);
        QVERIFY(toOutput.output().startsWith("[\n{"));
        QVERIFY(toOutput.output().contains("In Paris."));
        const QString name = directory.filePath(u"all.json"_s);
        CtlProcess toFile(history(u"export"_s, directory.path(), {name}));
        QCOMPARE(toFile.wait(), 0);
        QCOMPARE(toFile.output(), QByteArray());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), toOutput.output());

        CtlProcess again(history(u"import"_s, directory.path(), {name}));
        QCOMPARE(again.wait(), 0);
        QVERIFY(again.output().endsWith(": 0 imported, 2 known already\n"));
        CtlProcess markdown(history(u"export"_s, directory.path(), {u"--format"_s, u"markdown"_s}));
        QCOMPARE(markdown.wait(), 0);
        QVERIFY(markdown.output().contains("# Trip\n"));
    }

    void aFailureIsToldInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString nowhere = u"/dev/null/history"_s;
        QTest::newRow("no history") << history(u"export"_s, nowhere);
        QTest::newRow("no such conversation") << history(u"export"_s, nowhere, {u"--conversation"_s, u"x"_s});
        QTest::newRow("no place for one") << history(u"import"_s, nowhere, {dataFile(u"chatgpt.json"_s)});
    }

    void aFailureIsToldInOneLine()
    {
        QFETCH(QStringList, arguments);
        CtlProcess ctl(arguments);
        QCOMPARE(ctl.wait(), 1);
        QVERIFY(ctl.saysOneLine());
    }

    void whereNoHistoryIsNoneIsMade_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("missing") << u"missing"_s;
        QTest::newRow("empty") << u"."_s;
    }

    void whereNoHistoryIsNoneIsMade()
    {
        QFETCH(QString, name);
        const QTemporaryDir directory;
        const QString place = QDir::cleanPath(directory.filePath(name));
        CtlProcess ctl(history(u"export"_s, place, {directory.filePath(u"all.json"_s)}));
        QCOMPARE(ctl.wait(), 1);
        QCOMPARE(ctl.errors(), "sluicectl: There is no history in '" + place.toUtf8() + "'.\n");
        QCOMPARE(QDir(directory.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }

    void aReaderThatGoesAwayIsNoFailure()
    {
        const QTemporaryDir directory;
        fill(directory.path());
        for (const QString& format : {u"json"_s, u"markdown"_s}) {
            const Run run = shell(u"{ \"$0\" history export --data-dir \"$1\" --format \"$2\"; echo $? >&2; } | true"_s,
                {directory.path(), format});
            QCOMPARE(run.errors, "0\n");
        }
    }

    void aFullOutputIsAFailure_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("standard output") << u"\"$0\" history export --data-dir \"$1\" > /dev/full"_s
                                         << QByteArray("Cannot write to standard output: No space left on device\n");
        QTest::newRow("a device") << u"\"$0\" history export --data-dir \"$1\" /dev/full"_s
                                  << QByteArray("'/dev/full' cannot be written: No space left on device.\n");
    }

    void aFullOutputIsAFailure()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, what);
        if (::access("/dev/full", W_OK) != 0)
            QSKIP("there is no /dev/full here");
        const QTemporaryDir directory;
        fill(directory.path());
        const Run run = shell(line, {directory.path()});
        QCOMPARE(run.status, 1);
        QCOMPARE(run.errors, "sluicectl: " + what);
    }

    void aPipeIsWrittenAndReadAsItIs()
    {
        const QTemporaryDir directory;
        fill(directory.path());
        CtlProcess direct(history(u"export"_s, directory.path()));
        QCOMPARE(direct.wait(), 0);
        const QString pipe = directory.filePath(u"pipe"_s);
        const Run run = shell(
            u"mkfifo \"$2\"; cat \"$2\" & \"$0\" history export --data-dir \"$1\" \"$2\" && wait"_s, {directory.path(), pipe});
        QCOMPARE(run.status, 0);
        QCOMPARE(run.errors, "");
        QCOMPARE(run.output, direct.output());

        const Run in =
            shell(u"\"$0\" history export --data-dir \"$1\" >\"$2\" & \"$0\" history import --data-dir \"$3\" \"$2\" && wait"_s,
                {directory.path(), pipe, directory.filePath(u"new"_s)});
        QCOMPARE(in.errors, "");
        CtlProcess again(history(u"export"_s, directory.filePath(u"new"_s)));
        QCOMPARE(again.wait(), 0);
        QCOMPARE(again.output(), direct.output());
    }

    void aDamagedHistoryIsTold()
    {
        const QTemporaryDir directory;
        QFile garbage(directory.filePath(u"history.db"_s));
        QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write(QByteArray(10'000, 'x')) == 10'000);
        garbage.close();
        CtlProcess beside(history(u"export"_s, directory.path()));
        QCOMPARE(beside.wait(), 1);
        QVERIFY2(beside.saysOneLine(), beside.errors().constData());
        CtlProcess import(history(u"import"_s, directory.path(), {dataFile(u"chatgpt.json"_s)}));
        QCOMPARE(import.wait(), 0);
        QVERIFY2(import.saysOneLine(), import.errors().constData());
        QVERIFY(import.output().endsWith(": 1 imported\n"));
    }

    void whatIsNoExportIsRefused()
    {
        const QTemporaryDir directory;
        QFile file(directory.filePath(u"x.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("garbage") > 0);
        file.close();
        CtlProcess ctl(history(u"import"_s, directory.path(), {file.fileName()}));
        QCOMPARE(ctl.wait(), 1);
        QVERIFY(ctl.saysOneLine());
        CtlProcess missing(history(u"import"_s, directory.path(), {directory.filePath(u"missing.json"_s)}));
        QCOMPARE(missing.wait(), 1);
        QVERIFY(missing.saysOneLine());
    }

    void aHistoryInUseIsLeftAlone()
    {
        const QTemporaryDir directory;
        HistoryDatabase window(directory.path());
        QVERIFY(window.open(HistoryDatabase::Access::Write));
        CtlProcess import(history(u"import"_s, directory.path(), {dataFile(u"chatgpt.json"_s)}));
        QCOMPARE(import.wait(), 1);
        QVERIFY(import.saysOneLine());
        CtlProcess beside(history(u"export"_s, directory.path()));
        QCOMPARE(beside.wait(), 0);
        QCOMPARE(beside.output(), QByteArray("[]\n"));
    }

    void wrongUseIsToldInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList {u"history"_s};
        QTest::newRow("another verb") << QStringList {u"history"_s, u"burn"_s};
        QTest::newRow("no file") << QStringList {u"history"_s, u"import"_s};
        QTest::newRow("another format") << QStringList {u"history"_s, u"export"_s, u"--format"_s, u"pdf"_s};
        QTest::newRow("no conversation") << QStringList {u"history"_s, u"export"_s, u"--conversation"_s, QString()};
        QTest::newRow("two files") << QStringList {u"history"_s, u"export"_s, u"a"_s, u"b"_s};
    }

    void wrongUseIsToldInOneLine()
    {
        QFETCH(QStringList, arguments);
        CtlProcess ctl(arguments);
        QCOMPARE(ctl.wait(), 2);
        QVERIFY(ctl.saysOneLine());
    }
};

QTEST_GUILESS_MAIN(TestSluicectlHistory)
#include "tst_sluicectl_history.moc"
