#include "core/profile/stageclock.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace sluice {

namespace {

qint64 nanoseconds(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}

StageInstant stageInstant()
{
    return {.wall = nanoseconds(CLOCK_MONOTONIC), .cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID)};
}

StageClock::StageClock(std::size_t maxSpans, Now now)
    : m_now(std::move(now))
    , m_maxSpans(maxSpans)
    , m_start(m_now().wall)
{ }

void StageClock::enter(Stage stage)
{
    if (isFinished())
        return;
    const StageInstant now = m_now();
    if (m_open.empty())
        closeWaiting(now.wall);
    else
        addWork(now);
    m_open.push_back({stage, now.wall});
    m_mark = now;
    ++of(stage).count;
}

void StageClock::leave()
{
    if (m_open.empty()) // finished from inside
        return;
    const StageInstant now = m_now();
    addWork(now);
    addSpan(m_open.back().stage, m_open.back().since, now.wall);
    m_open.pop_back();
    m_mark = now;
    if (m_open.empty() && m_waitStage)
        m_waiting = {*m_waitStage, now.wall};
}

void StageClock::waitIn(std::optional<Stage> stage)
{
    if (isFinished() || stage == m_waitStage)
        return;
    m_waitStage = stage;
    if (!m_open.empty())
        return; // from the end of the work on
    const qint64 now = m_now().wall;
    closeWaiting(now);
    if (stage)
        m_waiting = {*stage, now};
}

void StageClock::waitInSince(Stage stage, qint64 wall)
{
    if (isFinished() || !m_open.empty() || !m_waiting || stage == m_waitStage)
        return;
    const qint64 at = std::clamp(wall, m_waiting->since, m_now().wall);
    closeWaiting(at);
    m_waitStage = stage;
    m_waiting = {stage, at};
}

void StageClock::queueGrew(qint64 items)
{
    if (isFinished() || items <= 0)
        return;
    of(Stage::Queue).count += items;
    if (!m_queuedSince)
        m_queuedSince = m_now().wall;
}

void StageClock::queueEmptied()
{
    if (isFinished() || !m_queuedSince)
        return;
    const qint64 since = *std::exchange(m_queuedSince, {});
    const qint64 now = m_now().wall;
    of(Stage::Queue).wall += now - since;
    addSpan(Stage::Queue, since, now);
}

void StageClock::finish()
{
    if (isFinished())
        return;
    queueEmptied();
    m_waitStage.reset();
    while (!m_open.empty())
        leave();
    const qint64 now = m_now().wall;
    closeWaiting(now);
    m_end = now - m_start;
    m_spans.shrink_to_fit();
}

qint64 StageClock::total() const
{
    return m_end ? *m_end : m_now().wall - m_start;
}

std::array<StageTotal, StageCount> StageClock::totals() const
{
    std::array<StageTotal, StageCount> all = m_totals;
    if (isFinished())
        return all;
    const StageInstant now = m_now();
    if (!m_open.empty()) {
        StageTotal& working = all[std::size_t(m_open.back().stage)];
        working.wall += now.wall - m_mark.wall;
        working.cpu += now.cpu - m_mark.cpu;
    }
    if (m_waiting) {
        StageTotal& waiting = all[std::size_t(m_waiting->stage)];
        waiting.wall += now.wall - m_waiting->since;
        ++waiting.count;
    }
    if (m_queuedSince)
        all[std::size_t(Stage::Queue)].wall += now.wall - *m_queuedSince;
    return all;
}

void StageClock::dropSpans()
{
    m_maxSpans = 0;
    m_spans = std::vector<StageSpan>(); // {} would keep the memory
}

void StageClock::addWork(const StageInstant& now)
{
    StageTotal& total = of(m_open.back().stage);
    total.wall += now.wall - m_mark.wall;
    total.cpu += now.cpu - m_mark.cpu;
}

void StageClock::addSpan(Stage stage, qint64 from, qint64 to)
{
    if (m_spans.size() < m_maxSpans) {
        if (m_spans.size() == m_spans.capacity()) // by doubling, but not beyond what was promised
            m_spans.reserve(std::min(m_maxSpans, std::max<std::size_t>(64, 2 * m_spans.size())));
        m_spans.push_back({stage, from - m_start, to - from});
        return;
    }
    StageRest& rest = m_rest[std::size_t(stage)];
    rest.start = rest.count == 0 ? from - m_start : std::min(rest.start, from - m_start);
    rest.end = std::max(rest.end, to - m_start);
    ++rest.count;
}

void StageClock::closeWaiting(qint64 wall)
{
    if (!m_waiting)
        return;
    const Open waiting = *std::exchange(m_waiting, {});
    of(waiting.stage).wall += wall - waiting.since;
    ++of(waiting.stage).count;
    addSpan(waiting.stage, waiting.since, wall);
}

}
