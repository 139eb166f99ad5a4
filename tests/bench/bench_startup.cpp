// Start to first paint: the real program against an empty QMainWindow, as processes, in turns. Prints JSON.

#include "tests/bench/cputime.h"
#include "tests/bench/report.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;
using namespace sluice::bench;

namespace {

constexpr int Rounds = 11;
constexpr double LimitRatio = 3;
constexpr int PaintedStatus = 42; ///< see firstpaint.cpp

/// Milliseconds until \a program had painted and was ended by it; nothing when it did not.
std::optional<double> startOnce(const QString& program, const QStringList& arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_PRELOAD"_s, QStringLiteral(SLUICE_FIRST_PAINT));
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s); // nobody's keyring
    if (!environment.contains(u"QT_QPA_PLATFORM"_s) && environment.value(u"DISPLAY"_s).isEmpty())
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const qint64 start = monotonicUs();
    process.start(program, arguments);
    const bool hasEnded = process.waitForFinished(30'000);
    const double ms = double(monotonicUs() - start) / 1000;
    return hasEnded && process.exitCode() == PaintedStatus ? std::optional(ms) : std::nullopt;
}

}

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    Report report(u"startup"_s);
    Samples real;
    Samples empty;
    for (int round = 0; round <= Rounds; ++round) {
        const QTemporaryDir directory;
        const auto emptyMs = startOnce(QStringLiteral(SLUICE_STARTUP_EMPTY), {});
        const auto realMs = startOnce(QStringLiteral(SLUICE_PROGRAM), {u"--data-dir"_s, directory.path()});
        if (!emptyMs || !realMs) {
            std::fputs("bench_startup: a window was not painted\n", stderr);
            return 1;
        }
        if (round == 0) // fills the page cache
            continue;
        empty.add(*emptyMs);
        real.add(*realMs);
    }
    report.print(u"start to first paint: empty QMainWindow"_s, empty.percentile(0.5), u"ms"_s, {{u"max"_s, empty.max()}});
    report.print(u"start to first paint: sluice"_s, real.percentile(0.5), u"ms"_s, {{u"max"_s, real.max()}});
    report.printLimited(
        u"start to first paint, sluice / empty"_s, real.percentile(0.5) / empty.percentile(0.5), LimitRatio, u"ratio"_s);
    return report.exitStatus();
}
