// What the load generator costs, and how late it is: streams of ten deltas a second, all at once, from `sluicectl serve` in a
// process of its own.
//
//     bench_load [--streams 2000] [--seconds 10]

#include "core/chat/provider.h"
#include "core/lab/loadrun.h"
#include "tests/bench/gatewayprocess.h"
#include "tests/bench/report.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::bench;

namespace {

constexpr int Rate = 10; ///< deltas a second
constexpr double MostCpu = 0.9; ///< cores; beyond that the generator says itself that it is too slow
constexpr double MostLoopLagMs = 10; ///< p99; so does it here

std::shared_ptr<const LoadReport> run(const GatewayProcess& gateway, int streams, int seconds)
{
    LoadPlan plan;
    plan.provider = providerNamed(u"openai"_s);
    const QUrl url(u"http://127.0.0.1:%1/v1?demo_rate=%2&demo_deltas=%3"_s.arg(gateway.port()).arg(Rate).arg(Rate * seconds));
    const Endpoint endpoint {.id = u"e"_s, .name = u"e"_s, .provider = u"openai"_s, .baseUrl = url, .model = u"demo"_s};
    Message question;
    question.text = u"hello"_s;
    ChatRequest chat;
    chat.model = u"demo"_s;
    chat.messages.append(question);
    plan.requests = {plan.provider->chatRequest(endpoint, {}, chat)};
    plan.users = streams;
    plan.mostRequests = streams;
    LoadRun load(plan, {});
    std::shared_ptr<const LoadReport> report;
    QObject::connect(&load, &LoadRun::finished, &load, [&](const auto& finished) {
        report = finished;
        QCoreApplication::exit();
    });
    QCoreApplication::exec();
    return report;
}

}

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        {{u"streams"_s, u"Streams at once."_s, u"N"_s, u"2000"_s}, {u"seconds"_s, u"Length of each."_s, u"S"_s, u"10"_s}});
    parser.process(application);
    const int streams = std::max(1, parser.value(u"streams"_s).toInt());
    const GatewayProcess gateway;
    const auto report = run(gateway, streams, std::max(1, parser.value(u"seconds"_s).toInt()));
    Report out(u"load"_s);
    const QString of = u"%1 streams: "_s.arg(streams);
    out.printLeast(of + u"complete"_s, double(report->succeeded), streams, u"streams"_s);
    out.printLimited(of + u"CPU"_s, report->cpuShare, MostCpu, u"cores"_s);
    out.print(of + u"streams a core"_s, report->cpuShare > 0 ? streams / report->cpuShare : 0, u"streams"_s);
    out.printLimited(of + u"loop late, p99"_s, report->loopLagMs.percentile(0.99), MostLoopLagMs, u"ms"_s,
        {{u"max"_s, rounded(report->loopLagMs.max())}});
    return out.exitStatus();
}
