#include "core/base/wholefile.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestWholeFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itAppearsWhenItIsWhole()
    {
        const QTemporaryDir directory;
        const QString name = directory.filePath(u"f"_s);
        WholeFile file(name);
        QVERIFY(file.open());
        QVERIFY(file.device().write("text") == 4);
        QVERIFY(!QFile::exists(name));
        QVERIFY(file.commit());
        QCOMPARE(contentOf(name), "text");
    }

    void onAFullDiskTheOldOneStays_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::newRow("noticed at the end") << 3000; // less than Qt keeps before it writes
        QTest::newRow("noticed in between") << 100'000;
    }

    void onAFullDiskTheOldOneStays()
    {
        QFETCH(int, bytes);
        const QTemporaryDir directory;
        const QString name = directory.filePath(u"f"_s);
        {
            QFile old(name);
            QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        }
        Result<void> committed;
        {
            const test::SmallDisk disk(2000);
            WholeFile file(name);
            QVERIFY(file.open());
            if (file.device().write(QByteArray(bytes, 'x')) == bytes)
                committed = file.commit();
            else
                committed = std::unexpected(writeErrorOf(file.device()));
        }
        QVERIFY(!committed);
        QCOMPARE(committed.error(),
            (Error {.kind = ErrorKind::Storage, .message = u"'%1' cannot be written: File too large."_s.arg(name)}));
        QCOMPARE(contentOf(name), "old");
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList {u"f"_s});
    }

    void whatIsNoFileIsRefused()
    {
        const QTemporaryDir directory;
        const Result<void> folder = WholeFile(directory.path()).open();
        QVERIFY(!folder);
        QCOMPARE(folder.error().message, u"'%1' cannot be written: it is a folder."_s.arg(directory.path()));
        const QString missing = directory.filePath(u"a/b"_s);
        const Result<void> nowhere = WholeFile(missing).open();
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().message, u"'%1' cannot be written: No such file or directory."_s.arg(missing));
    }

private:
    static QByteArray contentOf(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestWholeFile)
#include "tst_wholefile.moc"
