// Crashes of this program itself, started again as its own child: argument "crash HOW".

#include "app/crashframes.h"
#include "app/crashreports.h"
#include "app/safewriter.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdint>
#include <stdexcept>
#include <thread>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool IsSanitized = true; // such a program reports by itself and exits
#else
constexpr bool IsSanitized = false;
#endif

/// Not null, which a sanitizer would see before it is touched, and not for the optimizer to see through.
void touchNothing()
{
    static volatile std::uintptr_t nowhere = 8;
    *reinterpret_cast<volatile int*>(std::uintptr_t(nowhere)) = 1;
}

int overflow(int depth)
{
    volatile char room[4096] = {};
    room[depth % 4096] = char(depth);
    return depth < 0 ? 0 : overflow(depth + 1) + room[0]; // it never comes that far
}

[[noreturn]] void crash(const QByteArray& how)
{
    if (how == "segv")
        touchNothing();
    if (how == "thread")
        std::thread(touchNothing).join();
    if (how == "stack")
        overflow(0);
    if (how == "fatal")
        qFatal("Xanadu");
    if (how == "throw")
        throw std::runtime_error("Xanadu");
    if (how == "abort")
        std::abort();
    ::raise(how == "ill" ? SIGILL : how == "fpe" ? SIGFPE : SIGBUS);
    std::_Exit(77); // it did not crash
}

struct Crash
{
    QTemporaryDir directory;
    QProcess process;

    explicit Crash(const QString& how) { happen(how); }

    void happen(const QString& how)
    {
        process.start(QCoreApplication::applicationFilePath(), {u"crash"_s, how, directory.path()});
        process.waitForFinished(30000);
    }
    QDir folder() const { return QDir(directory.filePath(u"crashes"_s)); }
    QStringList names() const { return folder().entryList({u"crash-*.txt"_s}, QDir::Files, QDir::Name); }
    QByteArray report() const
    {
        QFile file(folder().filePath(names().value(0)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

void put(const QString& file)
{
    QFile made(file);
    QVERIFY(made.open(QIODevice::WriteOnly));
}

}

class TestCrashReports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfCrashLeavesOneReportAndEndsAsItWould_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<int>("signalNumber");
        QTest::newRow("segv") << "Signal: SIGSEGV\nAddress: 0x8\n"_ba << SIGSEGV;
        QTest::newRow("thread") << "Signal: SIGSEGV\n"_ba << SIGSEGV;
        QTest::newRow("ill") << "Signal: SIGILL (sent by a program)\n"_ba << SIGILL;
        QTest::newRow("fpe") << "Signal: SIGFPE"_ba << SIGFPE;
        QTest::newRow("bus") << "Signal: SIGBUS"_ba << SIGBUS;
        QTest::newRow("abort") << "Signal: SIGABRT"_ba << SIGABRT;
        QTest::newRow("fatal") << "Reason: a fatal message of Qt\n"_ba << SIGABRT;
        QTest::newRow("throw") << "Reason: an exception that nobody caught\n"_ba << SIGABRT;
        if (!IsSanitized) // which need more stack than there is
            QTest::newRow("stack") << "Signal: SIGSEGV\n"_ba << SIGSEGV;
    }

    void everyKindOfCrashLeavesOneReportAndEndsAsItWould()
    {
        QFETCH(const QByteArray, said);
        QFETCH(const int, signalNumber);

        const Crash crash(QString::fromLatin1(QTest::currentDataTag()));

        QCOMPARE(crash.names().size(), 1);
        const QByteArray report = crash.report();
        QVERIFY2(report.startsWith("Sluice crash report\nVersion: Sluice " SLUICE_VERSION "\n"), report.constData());
        QVERIFY2(report.contains(said), report.constData());
        QVERIFY2(report.contains("tst_crashreports+0x") || report.contains("libc.so.6+0x"), report.constData());
        QVERIFY2(!report.contains("Xanadu") && !report.contains(crash.directory.path().toUtf8()), report.constData());
        if (!IsSanitized) {
            QCOMPARE(crash.process.exitStatus(), QProcess::CrashExit);
            QCOMPARE(crash.process.exitCode(), signalNumber);
        }
    }

    void theNewestFiveAreKept()
    {
        Crash crash(u"segv"_s);
        const QString first = crash.names().first();
        for (int i = 1; i <= 7; ++i)
            put(crash.folder().filePath(u"crash-100000000%1-1.txt"_s.arg(i))); // older ones

        crash.happen(u"abort"_s);

        QCOMPARE(crash.names().size(), CrashReports::MostKept);
        QVERIFY(crash.names().contains(first));
        QCOMPARE(crash.names().first(), u"crash-1000000005-1.txt"_s);
    }

    void aReportIsOfferedOnceAndANewerOneAgain()
    {
        const QTemporaryDir directory;
        const CrashReports reports(directory.path());
        QVERIFY(reports.takeUnoffered().isEmpty());
        QVERIFY(QDir(directory.path()).mkpath(u"crashes"_s));
        const QString first = directory.filePath(u"crashes/crash-1700000000-1.txt"_s);
        const QString second = directory.filePath(u"crashes/crash-1700000001-1.txt"_s);

        put(first);
        QCOMPARE(reports.takeUnoffered(), first);
        QVERIFY(reports.takeUnoffered().isEmpty());
        put(second);
        QCOMPARE(CrashReports(directory.path()).takeUnoffered(), second);
        QVERIFY(QFile::remove(second));
        QVERIFY(CrashReports(directory.path()).takeUnoffered().isEmpty());
    }

    void numbersAndTimesAreWrittenAsTheyAre()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        {
            SafeWriter out(file.handle());
            out.decimal(0)
                .put(" ")
                .decimal(18446744073709551615U)
                .put(" ")
                .decimal(7, 3)
                .put(" ")
                .hex(0)
                .put(" ")
                .hex(0xdeadbeef);
            for (const qint64 seconds : {0LL, 951782400LL, 1709164799LL, 1795881600LL, 4102444799LL})
                out.put(" ").utc(seconds);
            out.put(QByteArray(2000, 'x').constData());
        }
        file.seek(0);
        const QByteArray expected = "0 18446744073709551615 007 0x0 0xdeadbeef 1970-01-01T00:00:00Z 2000-02-29T00:00:00Z "
                                    "2024-02-28T23:59:59Z 2026-11-28T16:00:00Z 2099-12-31T23:59:59Z";
        QCOMPARE(file.readAll(), expected + QByteArray(2000, 'x'));
    }
};

int main(int argc, char* argv[])
{
    if (argc == 4 && QByteArray(argv[1]) == "crash") {
        const rlimit none {}; // no core dumps from tests
        ::setrlimit(RLIMIT_CORE, &none);
        const QGuiApplication application(argc, argv);
        const CrashReports reports(QString::fromLocal8Bit(argv[3]));
        reports.watch();
        crash(argv[2]);
    }
    const QCoreApplication application(argc, argv);
    TestCrashReports test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crashreports.moc"
