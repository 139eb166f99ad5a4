// The gateway under load: thousands of streams side by side, clients that vanish, one that stops reading, requests that never
// end; and what compression saves. `sluicectl serve` in a process of its own; the clients are here.
//
//     bench_gateway [--seconds 10] [--streams 5000] [streams] [disconnects] [stalled] [halves] [gzip]

#include "core/sockets/filelimit.h"
#include "core/wire/inflater.h"
#include "tests/bench/gatewaycrowd.h"
#include "tests/bench/gatewayprocess.h"
#include "tests/support/abruptclients.h"
#include "tests/support/rawclient.h"
#include "tests/support/streamcrowd.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>

#include <thread>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

using namespace sluice;
using namespace sluice::bench;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Few = 100;
constexpr int Many = 1000;
constexpr double MostCostRatio = 1.5;

constexpr int Disconnects = 10'000;
constexpr int Rounds = 3;
constexpr double MostLeftKb = 256; ///< 26 bytes of each that is gone: an id that is kept is more
constexpr Millis SettleTime {5000};

constexpr int Neighbours = 50;
constexpr double MostStalledKb = 8 * 1024; ///< the resume log is half of that
constexpr double MostStalledCpu = 0.05;

constexpr int Halves = 1000;
constexpr qsizetype HalfHeadBytes = 60 * 1024; ///< 64 KiB would be refused
constexpr double MostHalfKb = 2 * 64;
constexpr Millis HeadDeadline {10'000};

constexpr int DemoPace = 60; ///< deltas a second, the demo's own
constexpr double LeastSaved = 60;

void measureStreams(Report& report, int most, int seconds)
{
    double few = 0;
    for (const int streams : {Few, Many, most}) {
        const CrowdFigures figures = measureCrowd(streams, seconds);
        reportCrowd(report, figures, streams == Many);
        if (streams == Few)
            few = figures.cpuMs;
        else if (streams == most)
            report.printLimited(u"CPU of a stream, %1 / %2"_s.arg(most).arg(Few), figures.cpuMs / few, MostCostRatio, u"x"_s);
    }
}

/// What a gateway holds that should be nothing once its clients are gone.
struct Held
{
    double streams = 0;
    int slots = 0;
    int waiting = 0;
    int files = 0;

    bool isNothing(int ownFiles) const { return streams == 0 && slots == 0 && waiting == 0 && files <= ownFiles; }
};

Held heldBy(const GatewayProcess& gateway)
{
    const QJsonObject pool = QJsonDocument::fromJson(gateway.get("/pool-stats")).object();
    return {.streams = gateway.metric("active_streams"),
        .slots = pool["active_connections"_L1].toInt(-1),
        .waiting = pool["waiting"_L1].toInt(-1),
        .files = gateway.openFiles()};
}

Held settled(const GatewayProcess& gateway, int ownFiles)
{
    const qint64 last = monotonicMicros() + Micros(SettleTime).count();
    Held held = heldBy(gateway);
    while (!held.isNothing(ownFiles) && monotonicMicros() < last) {
        std::this_thread::sleep_for(Millis(50));
        held = heldBy(gateway);
    }
    return held;
}

void measureDisconnects(Report& report)
{
    const GatewayProcess gateway({u"--resume-grace"_s, u"0"_s, u"--log-seconds"_s, u"0"_s});
    (void)disconnectAbruptly({.port = gateway.port(), .count = 100, .requests = requestsThatHoldSomething(gateway.port())});
    std::this_thread::sleep_for(Millis(500));
    const int ownFiles = gateway.openFiles(); // the cache's are open now
    double before = 0;
    for (int round = 1; round <= Rounds; ++round) {
        const AbruptCounts counts = disconnectAbruptly({.port = gateway.port(),
            .count = Disconnects,
            .requests = requestsThatHoldSomething(gateway.port()),
            .seed = quint32(round)});
        const Held held = settled(gateway, ownFiles);
        const double resident = gateway.residentKb();
        const QString of = u"%1 disconnects, round %2: "_s.arg(Disconnects).arg(round);
        report.printLeast(of + u"clients gone"_s, counts.gone, Disconnects, u"clients"_s,
            {{u"resets"_s, counts.resets}, {u"in_request"_s, counts.halves}, {u"answered"_s, counts.answered}});
        report.printLimited(of + u"streams left"_s, held.streams, 0, u"streams"_s);
        report.printLimited(of + u"slots and waiters left"_s, held.slots + held.waiting, 0, u"slots"_s);
        report.printLimited(of + u"descriptors left"_s, held.files - ownFiles, 0, u"descriptors"_s);
        if (round == Rounds)
            report.printLimited(of + u"resident, more than the round before"_s, resident - before, MostLeftKb, u"KB"_s);
        else
            report.print(of + u"resident"_s, resident, u"KB"_s);
        before = resident;
    }
}

/// A model as fast as it is read, and a client that reads no more than the head.
void measureStalled(Report& report)
{
    const GatewayProcess gateway;
    StreamCrowd first(gateway.port(), "/chat?message=hello&demo_rate=0&demo_deltas=20000");
    first.open(1, 1, SettleTime);
    const bool wasRead = first.readToEnd(SettleTime);
    const double before = gateway.residentKb();
    RawClient stalled(gateway.port());
    stalled.send(rawRequest(gateway.port(), "POST", "/chat?message=hello&demo_rate=0&demo_deltas=100000000"));
    const bool hasBegun = !stalled.readUntil("id: 1\n").isEmpty();

    StreamCrowd others(gateway.port(), "/chat?message=hello&demo_rate=10&demo_deltas=30");
    others.open(Neighbours, Neighbours, SettleTime);
    const bool areComplete = others.readToEnd(SettleTime * 2);
    const double cpuBefore = gateway.cpuSeconds();
    std::this_thread::sleep_for(Millis(2000));
    const double cpu = (gateway.cpuSeconds() - cpuBefore) / 2;
    report.printLimited(u"beside a stalled reader: failed"_s,
        (wasRead && hasBegun && areComplete) ? 0 : Neighbours + 1 - others.count(CrowdStream::State::Complete), 0, u"streams"_s);
    report.printLimited(u"a stalled reader: resident"_s, gateway.residentKb() - before, MostStalledKb, u"KB"_s);
    report.printLimited(u"a stalled reader: CPU"_s, cpu, MostStalledCpu, u"cores"_s);
}

/// Clients that begin a large header and say no more.
void measureHalves(Report& report)
{
    const GatewayProcess gateway;
    const int ownFiles = gateway.openFiles();
    const double before = gateway.residentKb();
    const QByteArray half = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(HalfHeadBytes, 'x');
    std::vector<int> sockets;
    const qint64 start = monotonicMicros();
    for (int i = 0; i < Halves; ++i) {
        sockets.push_back(connectTo(gateway.port()));
        (void)::send(sockets.back(), half.constData(), size_t(half.size()), MSG_NOSIGNAL); // counted below
    }
    const bool isServing = !gateway.get("/health").isEmpty(); // and has taken those before
    const int held = gateway.openFiles() - ownFiles;
    report.printLeast(u"half requests: held"_s, isServing ? held : 0, Halves, u"connections"_s);
    report.printLimited(u"half requests: resident, each"_s, (gateway.residentKb() - before) / Halves, MostHalfKb, u"KB"_s);
    std::this_thread::sleep_for(HeadDeadline - Micros(monotonicMicros() - start));
    const int left = settled(gateway, ownFiles).files - ownFiles;
    report.printLimited(u"half requests: left behind the deadline"_s, left, 0, u"connections"_s);
    for (const int socket : sockets)
        ::close(socket);
}

/// What of the demo's tour /chat-compressed saves, at its own pace and as fast as it is read.
void measureSaving(Report& report)
{
    const GatewayProcess gateway;
    for (const int pace : {DemoPace, 0}) {
        const QByteArray packed = exchange(gateway.port(), "POST",
            "/chat-compressed?message=tour&demo_rate=" + QByteArray::number(pace), {}, {"Accept-Encoding: gzip"})
                                      .body;
        Inflater inflater;
        inflater.feed(packed);
        qsizetype plain = 0;
        for (Result<QByteArrayView> piece = inflater.next(); piece && !piece->isEmpty(); piece = inflater.next())
            plain += piece->size();
        const double saved = inflater.finish() ? 100 * (1 - double(packed.size()) / double(plain)) : 0;
        report.printLeast(
            pace > 0 ? u"gzip: saved of the tour, %1 deltas a second"_s.arg(pace) : u"gzip: saved of the tour, full speed"_s,
            saved, LeastSaved, u"%"_s, {{u"bytes"_s, packed.size()}, {u"plain_bytes"_s, plain}});
    }
}

}

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"seconds"_s, u"How long all streams run."_s, u"S"_s, u"10"_s},
        {u"streams"_s, u"The most streams at once."_s, u"N"_s, u"5000"_s}});
    parser.process(application);
    raiseFileLimit();
    Report report(u"gateway"_s);
    const QStringList parts = parser.positionalArguments();
    const auto isWanted = [&](const QString& part) { return parts.isEmpty() || parts.contains(part); };
    if (isWanted(u"streams"_s))
        measureStreams(report, std::max(1, parser.value(u"streams"_s).toInt()), std::max(1, parser.value(u"seconds"_s).toInt()));
    if (isWanted(u"disconnects"_s))
        measureDisconnects(report);
    if (isWanted(u"stalled"_s))
        measureStalled(report);
    if (isWanted(u"halves"_s))
        measureHalves(report);
    if (isWanted(u"gzip"_s))
        measureSaving(report);
    return report.exitStatus();
}
