#include "tests/bench/windowsuite.h"

#include "core/flow/strategyoptions.h"
#include "tests/bench/report.h"

#include <QJsonDocument>
#include <QProcess>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

class Suite
{
public:
    explicit Suite(const QString& program)
        : m_program(program)
    { }

    void shortRuns()
    {
        const QJsonObject first = run({u"--tokens"_s, u"2000"_s, u"--rate"_s, u"500"_s, u"--scroll"_s, u"after"_s});
        atMost(u"send to paint p50, 500/s"_s, first, u"send_paint_p50"_s, 10, u"ms"_s);
        atMost(u"send to paint p99, 500/s"_s, first, u"send_paint_p99"_s, 20, u"ms"_s);
        atMost(u"frame p99, 500/s"_s, first, u"frame_p99"_s, 16, u"ms"_s);
        atMost(u"scroll frame p99"_s, first, u"scroll_p99"_s, 8, u"ms"_s);

        const QJsonObject keys = run({u"--tokens"_s, u"4000"_s, u"--rate"_s, u"500"_s, u"--keys"_s});
        atMost(u"key to paint p95, 500/s"_s, keys, u"key_paint_p95"_s, 16, u"ms"_s);

        const QJsonObject during = run({u"--tokens"_s, u"8000"_s, u"--rate"_s, u"500"_s, u"--scroll"_s, u"during"_s});
        atMost(u"scroll frame p99 while 500/s stream"_s, during, u"scroll_p99"_s, 8, u"ms"_s);

        const QJsonObject slow = run({u"--tokens"_s, u"2000"_s, u"--rate"_s, u"50"_s});
        atMost(u"CPU for 2,000 tokens, 50/s"_s, slow, u"cpu_s"_s, 2, u"s"_s);
        const QString usual = StrategyOptions().name; // what the program does unless told otherwise
        const QJsonObject held = run({u"--tokens"_s, u"2000"_s, u"--rate"_s, u"50"_s, u"--strategy"_s, usual});
        atMost(u"CPU for 2,000 tokens, 50/s, "_s + usual, held, u"cpu_s"_s, 2, u"s"_s);

        const QJsonObject full = run({u"--tokens"_s, u"100000"_s, u"--rate"_s, u"0"_s});
        m_report.printLeast(u"rate at full speed"_s, full.value(u"eff_tok_s"_s).toDouble(), 20'000, u"tokens/s"_s, full);
        atMost(u"frame p95 at full speed"_s, full, u"frame_p95"_s, 33, u"ms"_s);
        sizes();
    }

    void longRun()
    {
        const QJsonObject one =
            run({u"--tokens"_s, u"20000"_s, u"--rate"_s, u"500"_s, u"--scroll"_s, u"after"_s, u"--timeout"_s, u"120"_s});
        atMost(u"frame p99, 20,000 tokens, 500/s"_s, one, u"frame_p99"_s, 16, u"ms"_s);
        atMost(u"send to paint p99, 20,000 tokens, 500/s"_s, one, u"send_paint_p99"_s, 20, u"ms"_s);
    }

    int exitStatus() const { return m_hasFailed ? 1 : m_report.exitStatus(); }

private:
    /// Opening and memory; the sizes take turns, and the middle of three counts.
    void sizes()
    {
        Samples small;
        Samples large;
        QJsonObject smallRun;
        QJsonObject largeRun;
        for (int round = 0; round < 3; ++round) {
            smallRun = run({u"--messages"_s, u"100"_s, u"--tokens"_s, u"200"_s, u"--scroll"_s, u"after"_s});
            largeRun = run({u"--messages"_s, u"1000000"_s, u"--tokens"_s, u"200"_s, u"--scroll"_s, u"after"_s});
            small.add(smallRun.value(u"open_ms"_s).toDouble());
            large.add(largeRun.value(u"open_ms"_s).toDouble());
        }
        m_report.printLimited(u"open 1M messages"_s, large.percentile(0.5), 60, u"ms"_s, largeRun);
        m_report.printLimited(
            u"open 1M / 100 messages"_s, large.percentile(0.5) / std::max(0.001, small.percentile(0.5)), 1.5, u"ratio"_s);
        atMost(u"memory, 100 messages"_s, smallRun, u"pss_mb"_s, 80, u"MB PSS"_s);
        atMost(u"memory, 1M messages"_s, largeRun, u"pss_mb"_s, 110, u"MB PSS"_s);
        atMost(u"scroll frame p99, 1M messages"_s, largeRun, u"scroll_p99"_s, 8, u"ms"_s);
    }

    void atMost(const QString& what, const QJsonObject& figures, const QString& name, double limit, const QString& unit)
    {
        if (figures.value(name).isDouble())
            m_report.printLimited(what, figures.value(name).toDouble(), limit, unit, figures);
        else
            m_hasFailed = true;
    }

    QJsonObject run(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(m_program, arguments);
        process.waitForFinished(-1);
        const bool succeeded = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        m_hasFailed = m_hasFailed || !succeeded;
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    }

    QString m_program;
    Report m_report {u"window"_s};
    bool m_hasFailed = false;
};

}

int runSuite(const QString& program, bool isLong)
{
    Suite suite(program);
    if (isLong)
        suite.longRun();
    else
        suite.shortRuns();
    return suite.exitStatus();
}

}
