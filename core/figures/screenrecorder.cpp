#include "core/figures/screenrecorder.h"

#include "core/figures/streamtimeline.h"
#include "core/figures/timelinebuckets.h"

#include <algorithm>

namespace sluice {

void ScreenRecorder::begin(TimePoint start)
{
    if (!m_start)
        m_start = start;
}

int& ScreenRecorder::bucketAt(double ms)
{
    while (ms >= m_figures.bucketMs * StreamTimeline::MostBuckets) {
        widen(m_figures.shownDeltas, [](int& first, int second) { first += second; });
        m_figures.bucketMs *= 2;
    }
    const auto index = std::size_t(std::max(0.0, ms) / m_figures.bucketMs);
    if (index >= m_figures.shownDeltas.size())
        m_figures.shownDeltas.resize(index + 1);
    return m_figures.shownDeltas[index];
}

void ScreenRecorder::takeFrame(qint64 textDeltas, TimePoint oldestReceived, TimePoint now)
{
    if (!m_start)
        return;
    const auto sinceStart = [this](TimePoint time) { return std::chrono::duration<double, std::milli>(time - *m_start).count(); };
    const double at = sinceStart(now);
    const double received = std::min(at, sinceStart(oldestReceived));
    bucketAt(at) += int(textDeltas);
    m_figures.textDeltas += textDeltas;
    m_figures.holdMs.add(at - received);
    if (m_figures.lastTakenMs && at - *m_figures.lastTakenMs >= StreamTimeline::StallMs)
        keepGap({.takenMs = *m_figures.lastTakenMs, .receivedMs = received, .nextMs = at});
    m_figures.lastTakenMs = at;
}

void ScreenRecorder::keepGap(const ScreenGap& gap)
{
    std::vector<ScreenGap>& gaps = m_figures.gaps;
    gaps.push_back(gap);
    if (gaps.size() <= MostGaps)
        return;
    const auto shortest = std::ranges::min_element(gaps, {}, [](const ScreenGap& one) { return one.nextMs - one.takenMs; });
    const double quiet = std::max(0.0, shortest->receivedMs - shortest->takenMs);
    m_figures.otherQuietMs += quiet;
    m_figures.otherHeldBackMs += shortest->nextMs - shortest->takenMs - quiet;
    gaps.erase(shortest);
}

}
