// How long one piece of the store thread's work lasts while much is written: nothing else is answered meanwhile. Writes with
// their commits, steps of what can wait (the search index and its merges) and checkpoints, over 400,000 messages.

#include "tests/bench/report.h"
#include "tests/support/historyvalues.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Messages = 400'000;
constexpr int AtOnce = 50;
constexpr int StepsBetween = 8; // of tidying, between two writes
constexpr int WritesToACheckpoint = 20;

void require(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "bench_historystall: %s\n", what);
    std::exit(1);
}

QString textOf(QRandomGenerator& random)
{
    QString text;
    for (int i = 8 + random.bounded(45); i > 0; --i) {
        const double part = random.generateDouble(); // some words are far more frequent
        text += u"w%1 "_s.arg(int(part * part * part * 60'000), 0, 36);
    }
    return text;
}

template <typename Function>
void measure(Samples& samples, const Function& function)
{
    QElapsedTimer timer;
    timer.start();
    function();
    samples.add(double(timer.nsecsElapsed()) / 1e6);
}

void print(Report& report, const QString& what, const Samples& samples)
{
    report.print(what + u": slowest"_s, samples.max(), u"ms"_s,
        {{u"median"_s, rounded(samples.percentile(0.5))}, {u"p99"_s, rounded(samples.percentile(0.99))},
            {u"count"_s, samples.count()}});
}

}

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    Report report(u"historystall"_s);
    const QTemporaryDir directory;
    HistoryDatabase history(directory.path());
    require(history.open(HistoryDatabase::Access::Write).has_value(), "cannot open");
    QRandomGenerator random(5);
    Samples writes;
    Samples steps;
    Samples checkpoints;
    QElapsedTimer whole;
    whole.start();
    for (int made = 0; made < Messages; made += AtOnce) {
        const QString id = u"c%1"_s.arg(made / 1000);
        measure(writes, [&] {
            require(history
                        .atomically([&]() -> Result<void> {
                            Result<void> done;
                            for (int i = made % 1000; i < made % 1000 + AtOnce && done; ++i)
                                done = history.put(id, i, i - 1, test::said(Role::User, textOf(random)));
                            return done;
                        })
                        .has_value(),
                "cannot write");
        });
        for (int i = 0; i < StepsBetween; ++i)
            measure(steps, [&] { require(history.tidy().has_value(), "cannot tidy"); });
        if (made / AtOnce % WritesToACheckpoint == 0)
            measure(checkpoints, [&] { history.checkpoint(); });
    }
    for (bool hasMore = true; hasMore;)
        measure(steps, [&] { hasMore = history.tidy().value_or(false); });
    print(report, u"a write of 50 messages"_s, writes);
    print(report, u"a step of tidying"_s, steps);
    print(report, u"a checkpoint"_s, checkpoints);
    report.print(u"all of it"_s, double(whole.elapsed()) / 1000, u"s"_s);
    return report.exitStatus();
}
