#include "tests/bench/gatewaycrowd.h"

#include "tests/bench/gatewayprocess.h"
#include "tests/support/streamcrowd.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sluice::bench {

using test::Arrival;
using test::CrowdStream;
using test::StreamCrowd;

namespace {

constexpr int Rate = 10; ///< events a second
constexpr qint64 PeriodUs = 1'000'000 / Rate;
constexpr int OpenPerSecond = 1000;
constexpr Millis OpenPatience {30'000};
constexpr Millis EndPatience {30'000};

constexpr double MostResidentKb = 40;
constexpr double MostAddedMs = 5;

/// The demo model has a schedule: text delta n is due n periods after the first one. Where that schedule began is taken from the
/// event that came soonest after its time, so what is measured is what the others came later than that one. The one itself is not
/// far behind its time: floorMs is more than that.
void addLatencies(const CrowdStream& stream, qint64 fromUs, qint64 untilUs, CrowdFigures& figures, Samples& floors)
{
    if (stream.events.size() < 2)
        return;
    const qsizetype deltas = qsizetype(stream.events.size()) - 1; // the last one is `done`
    qint64 start = std::numeric_limits<qint64>::max();
    for (qsizetype i = 0; i < deltas; ++i)
        start = std::min(start, stream.events[size_t(i)].atSocketUs - i * PeriodUs);
    floors.add(double(start - stream.askedUs) / 1000);
    for (qsizetype i = 0; i < deltas; ++i) {
        const qint64 due = start + i * PeriodUs;
        if (due < fromUs || due > untilUs)
            continue;
        const Arrival& arrival = stream.events[size_t(i)];
        figures.addedMs.add(double(arrival.atSocketUs - due) / 1000);
        figures.readMs.add(double(arrival.readUs - due) / 1000);
    }
}

}

CrowdFigures measureCrowd(int streams, int seconds)
{
    const int openSeconds = streams / OpenPerSecond + 1;
    const int deltas = Rate * (seconds + openSeconds + 1);
    CrowdFigures figures;
    figures.streams = streams;
    figures.expected = qint64(streams) * (deltas + 1);
    const GatewayProcess gateway;
    const QByteArray target = "/chat?message=hello&demo_rate=" + QByteArray::number(Rate) + "&demo_deltas=";
    StreamCrowd first(gateway.port(), target + '5');
    if (!first.open(1, 1, OpenPatience) || !first.readToEnd(EndPatience)) { // what is loaded once is no stream's
        figures.failed = streams;
        figures.problem = first.problem();
        return figures;
    }

    const double residentBefore = gateway.residentKb();
    StreamCrowd crowd(gateway.port(), target + QByteArray::number(deltas));
    crowd.open(streams, OpenPerSecond, OpenPatience);
    const qint64 from = test::monotonicMicros();
    const double cpuBefore = gateway.cpuSeconds();
    crowd.readFor(std::chrono::seconds(seconds));
    const double cpu = gateway.cpuSeconds() - cpuBefore;
    const qint64 until = test::monotonicMicros();
    figures.residentKb = (gateway.residentKb() - residentBefore) / streams;
    figures.cpuMs = cpu * 1e9 / double(until - from) / streams;
    crowd.readToEnd(EndPatience);

    figures.failed = streams - crowd.count(CrowdStream::State::Complete);
    figures.problem = crowd.problem();
    figures.events = crowd.events();
    Samples floors;
    for (const CrowdStream& stream : crowd.streams())
        addLatencies(stream, from, until, figures, floors);
    figures.floorMs = floors.percentile(0.5);
    return figures;
}

void reportCrowd(Report& report, const CrowdFigures& figures, bool isLatencyLimited)
{
    const QString of = u"%1 streams: "_s.arg(figures.streams);
    QJsonObject why;
    if (!figures.problem.isEmpty())
        why.insert(u"first"_s, QString::fromUtf8(figures.problem));
    report.printLimited(of + u"failed"_s, figures.failed, 0, u"streams"_s, why);
    report.printLeast(of + u"events received"_s, double(figures.events), double(figures.expected), u"events"_s);
    report.printLimited(of + u"resident, each"_s, figures.residentKb, MostResidentKb, u"KB"_s);
    report.print(of + u"CPU, each and second"_s, figures.cpuMs, u"ms"_s);
    const QJsonObject more {{u"p50"_s, rounded(figures.addedMs.percentile(0.5))}, {u"max"_s, rounded(figures.addedMs.max())},
        {u"read_p99"_s, rounded(figures.readMs.percentile(0.99))}, {u"floor"_s, rounded(figures.floorMs)}};
    const double p99 = figures.addedMs.percentile(0.99);
    if (isLatencyLimited)
        report.printLimited(of + u"added latency, p99"_s, p99, MostAddedMs, u"ms"_s, more);
    else
        report.print(of + u"added latency, p99"_s, p99, u"ms"_s, more);
}

}
