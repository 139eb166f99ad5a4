#include "app/loadprogress.h"

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qint64 LineInterval = 5000; // milliseconds; where each is a line of its own

}

LoadProgressLine::LoadProgressLine()
    : m_isTerminal(isatty(STDERR_FILENO) == 1)
{
    m_since.start();
}

void LoadProgressLine::show(const LoadProgress& progress, const QString& label)
{
    if (!m_isTerminal && m_since.elapsed() < LineInterval)
        return;
    m_since.restart();
    const LoadReport& report = progress.report;
    const QString ttft = report.ttftMs.count() == 0 ? u"–"_s : QString::number(report.ttftMs.percentile(0.5), 'f', 0);
    const QString rate = report.tokenRate() ? QString::number(*report.tokenRate(), 'f', 0) : u"–"_s;
    const QString line = u"%1%2 s  %3 running  %4 complete  %5 failed  TTFT p50 %6 ms  %7 %8/s"_s
                             .arg(label.isEmpty() ? QString() : label + u"  "_s)
                             .arg(report.elapsedSeconds, 0, 'f', 0)
                             .arg(progress.active)
                             .arg(report.succeeded)
                             .arg(report.failed())
                             .arg(ttft, rate, report.countsTokens() ? u"tokens"_s : u"deltas"_s);
    std::fprintf(stderr, m_isTerminal ? "\r\033[K%s" : "%s\n", qUtf8Printable(line));
    std::fflush(stderr);
}

void LoadProgressLine::clear()
{
    if (m_isTerminal)
        std::fputs("\r\033[K", stderr);
}

}
