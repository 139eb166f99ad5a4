#include "core/store/historydatabase.h"
#include "tests/support/ctlprocess.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QString dataFile(const QString& name)
{
    return QStringLiteral(SLUICE_TEST_DATA "/exchange/") + name;
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
        QTest::newRow("no place for one") << history(u"import"_s, nowhere, {dataFile(u"chatgpt.json"_s)});
    }

    void aFailureIsToldInOneLine()
    {
        QFETCH(QStringList, arguments);
        CtlProcess ctl(arguments);
        QCOMPARE(ctl.wait(), 1);
        QVERIFY(ctl.saysOneLine());
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
