// Start to first paint: the real program, with nothing on disk and with a history, against an empty QMainWindow, as processes, in
// turns. Prints JSON.

#include "core/store/historydatabase.h"
#include "tests/bench/cputime.h"
#include "tests/bench/report.h"
#include "tests/bench/sampletext.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::bench;

namespace {

constexpr int Rounds = 21;
constexpr double LimitRatio = 3;
constexpr int PaintedStatus = 42; ///< see firstpaint.cpp
constexpr int Conversations = 1000;
constexpr int MessagesEach = 20;

Result<void> writeConversation(HistoryDatabase& history, int number)
{
    const QString id = u"conversation-%1"_s.arg(number);
    const qint64 time = 1'700'000'000'000 + qint64(number) * 60'000;
    Result<void> result = history.saveSummary(
        {.id = id, .title = u"Conversation number %1"_s.arg(number), .isPinned = false, .lastActive = time, .createdAt = time});
    for (int i = 0; i < MessagesEach && result; ++i) {
        Message message;
        message.role = i % 2 ? Role::Assistant : Role::User;
        message.state = MessageState::Complete;
        message.text = sampleTurn(message.role == Role::User, quint32(number * MessagesEach + i));
        message.createdAt = QDateTime::fromMSecsSinceEpoch(time + i);
        result = history.put(id, i, i - 1, message);
    }
    return result;
}

/// As somebody has it who has used Sluice for a year: all is indexed, and nothing waits to be tidied.
bool makeHistory(const QString& directory)
{
    HistoryDatabase history(directory);
    if (!history.open(HistoryDatabase::Access::Write))
        return false;
    const Result<void> written = history.atomically([&]() -> Result<void> {
        Result<void> result;
        for (int i = 0; i < Conversations && result; ++i)
            result = writeConversation(history, i);
        return result;
    });
    Result<bool> hasMore = written.has_value();
    while (hasMore && *hasMore)
        hasMore = history.tidy();
    return written && hasMore;
}

/// Milliseconds until a program had painted and was ended by that, and of CPU time of all its threads.
struct Start
{
    double wallMs = 0;
    double cpuMs = 0;
};

/// Of all children that have ended.
double childrensCpuMs()
{
    rusage usage {};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto inMs = [](const timeval& time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return inMs(usage.ru_utime) + inMs(usage.ru_stime);
}

/// Nothing when \a program did not paint.
std::optional<Start> startOnce(const QString& program, const QStringList& arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_PRELOAD"_s, QStringLiteral(SLUICE_FIRST_PAINT));
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s); // nobody's keyring
    if (!environment.contains(u"QT_QPA_PLATFORM"_s) && environment.value(u"DISPLAY"_s).isEmpty())
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const double cpuBefore = childrensCpuMs();
    const qint64 start = monotonicUs();
    process.start(program, arguments);
    const bool hasEnded = process.waitForFinished(30'000);
    const double ms = double(monotonicUs() - start) / 1000;
    if (!hasEnded || process.exitCode() != PaintedStatus)
        return std::nullopt;
    return Start {.wallMs = ms, .cpuMs = childrensCpuMs() - cpuBefore};
}

/// One of the programs, start after start.
struct Starts
{
    Samples wall;
    Samples cpu;

    void add(const Start& start)
    {
        wall.add(start.wallMs);
        cpu.add(start.cpuMs);
    }

    QJsonObject withFigures(QJsonObject line = {}) const
    {
        line.insert(u"min"_s, rounded(wall.percentile(0)));
        line.insert(u"max"_s, rounded(wall.max()));
        line.insert(u"cpu_ms"_s, rounded(cpu.percentile(0.5)));
        return line;
    }

    /// The limit is on wall time; that of the CPU says whether a machine that does other things, too, is to blame.
    void compare(Report& report, const QString& what, const Starts& empty, QJsonObject more = {}) const
    {
        more.insert(u"cpu_ratio"_s, rounded(cpu.percentile(0.5) / empty.cpu.percentile(0.5)));
        report.printLimited(what, wall.percentile(0.5) / empty.wall.percentile(0.5), LimitRatio, u"ratio"_s, more);
    }
};

}

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    Report report(u"startup"_s);
    const QTemporaryDir old;
    if (!makeHistory(old.path())) {
        std::fputs("bench_startup: cannot write a history\n", stderr);
        return 1;
    }
    Starts empty;
    Starts fresh;
    Starts used;
    for (int round = 0; round <= Rounds; ++round) {
        const QTemporaryDir directory;
        const auto emptyStart = startOnce(QStringLiteral(SLUICE_STARTUP_EMPTY), {});
        const auto freshStart = startOnce(QStringLiteral(SLUICE_PROGRAM), {u"--data-dir"_s, directory.path()});
        const auto usedStart = startOnce(QStringLiteral(SLUICE_PROGRAM), {u"--data-dir"_s, old.path()});
        if (!emptyStart || !freshStart || !usedStart) {
            std::fputs("bench_startup: a window was not painted\n", stderr);
            return 1;
        }
        if (round == 0) // fills the page cache
            continue;
        empty.add(*emptyStart);
        fresh.add(*freshStart);
        used.add(*usedStart);
    }
    const QJsonObject history {{u"conversations"_s, Conversations}, {u"messages"_s, Conversations * MessagesEach}};
    const auto printStarts = [&report](const QString& what, const Starts& starts, const QJsonObject& more) {
        report.print(u"start to first paint: "_s + what, starts.wall.percentile(0.5), u"ms"_s, more);
    };
    printStarts(u"empty QMainWindow"_s, empty, empty.withFigures());
    printStarts(u"sluice, nothing on disk"_s, fresh, fresh.withFigures());
    printStarts(u"sluice, with a history"_s, used, used.withFigures(history));
    fresh.compare(report, u"start to first paint, nothing on disk, sluice / empty"_s, empty);
    used.compare(report, u"start to first paint, with a history, sluice / empty"_s, empty, history);
    return report.exitStatus();
}
