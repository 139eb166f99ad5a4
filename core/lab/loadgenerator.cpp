#include "core/lab/loadgenerator.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

#include <sys/resource.h>

namespace sluice {

namespace {

constexpr Millis LoopInterval {20};
// A server that refuses at once must not be asked as fast as this machine can.
constexpr Millis PauseAfterFailure {100};

HttpClientOptions clientOptions(const LoadPlan& plan)
{
    return {.idlePerOrigin = plan.keepAlive ? std::max(plan.users, 32) : 0};
}

}

LoadGenerator::LoadGenerator(boost::asio::io_context& loop, LoadPlan plan, LoadSetup setup, Listener listener)
    : m_plan(std::move(plan))
    , m_listener(std::move(listener))
    , m_loop(loop)
    , m_client(loop, m_plan.tls, clientOptions(m_plan))
    , m_dueTimer(loop)
    , m_endTimer(loop)
    , m_loopTimer(loop)
{
    m_report.setup = std::move(setup);
}

LoadGenerator::~LoadGenerator() = default;

double LoadGenerator::threadCpuSeconds()
{
    rusage used {};
    getrusage(RUSAGE_THREAD, &used);
    const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void LoadGenerator::start()
{
    m_start = steadyClock().now();
    m_end = m_start;
    m_cpuAtStart = threadCpuSeconds();
    if (m_plan.rate)
        m_schedule.emplace(m_start, *m_plan.rate, m_plan.isPoisson, m_plan.seed);
    if (m_plan.duration)
        m_endTimer.start(m_start + *m_plan.duration, [this] { endStarting(); });
    m_loopDue = m_start + LoopInterval;
    m_loopTimer.start(m_loopDue, [this] { measureLoop(); });
    m_dueTimer.start(m_start, [this] { startDue(); });
}

void LoadGenerator::measureLoop()
{
    const TimePoint now = steadyClock().now();
    m_report.loopLagMs.add(std::chrono::duration<double, std::milli>(now - m_loopDue).count());
    m_loopDue = now + LoopInterval;
    m_loopTimer.start(m_loopDue, [this] { measureLoop(); });
}

/// When the next request is due; nothing while that depends on an answer, or when there is none.
std::optional<TimePoint> LoadGenerator::nextDue() const
{
    if (m_schedule)
        return m_schedule->next();
    std::optional<TimePoint> next;
    if (m_usersStarted < m_plan.users)
        next = m_start + m_plan.rampUp * m_usersStarted / m_plan.users;
    if (!m_idleUsers.empty() && (!next || m_idleUsers.front() < *next))
        next = m_idleUsers.front();
    return next;
}

bool LoadGenerator::mayStart(TimePoint due) const
{
    if (!m_isStarting || (m_plan.mostRequests && m_started >= *m_plan.mostRequests))
        return false;
    return !m_plan.duration || due < m_start + *m_plan.duration;
}

void LoadGenerator::startDue()
{
    for (;;) {
        const TimePoint now = steadyClock().now();
        const std::optional<TimePoint> due = nextDue();
        if (!mayStart(due.value_or(now))) {
            m_isStarting = false;
            break;
        }
        if (!due)
            return; // an answer that ends makes the next one due
        if (*due > now) {
            m_dueTimer.start(*due, [this] { startDue(); });
            return;
        }
        if (m_schedule) {
            if (active() >= m_plan.mostInFlight)
                return; // goes on with the next one that ends; what is due stays due
            m_schedule->advance();
            startOne(*due);
            continue;
        }
        if (!m_idleUsers.empty() && m_idleUsers.front() == *due)
            m_idleUsers.pop_front();
        else
            ++m_usersStarted;
        startOne(*due);
    }
    if (m_running.empty())
        finish();
}

void LoadGenerator::startOne(TimePoint due)
{
    const HttpRequest& request = m_plan.requests[std::size_t(m_started) % m_plan.requests.size()];
    auto made = std::make_unique<LoadRequest>(
        m_client, m_plan, request, m_started++, m_start, due, static_cast<LoadRequest::Owner&>(*this));
    m_running.emplace(made.get(), std::move(made));
    LoadStep& now = step(steadyClock().now());
    ++now.started;
    now.mostActive = std::max(now.mostActive, active());
}

void LoadGenerator::tookDelta(const LoadSample& sample, std::optional<double> gapMs)
{
    ++step(steadyClock().now()).deltas;
    if (sample.isWarmUp)
        return;
    ++m_report.deltas;
    if (gapMs)
        m_report.itlMs.add(*gapMs);
}

void LoadGenerator::tookFirstText(const LoadSample& sample)
{
    if (!sample.isWarmUp)
        m_report.ttftMs.add(*sample.ttftMs);
}

void LoadGenerator::ended(LoadRequest& request)
{
    const auto found = m_running.find(&request);
    const std::unique_ptr<LoadRequest> kept = std::move(found->second);
    m_running.erase(found);
    const TimePoint now = steadyClock().now();
    const LoadSample& sample = kept->sample();
    m_report.add(sample);
    if (!sample.isWarmUp)
        m_end = now;
    ++(sample.error ? step(now).failed : step(now).succeeded);
    if (m_listener.sample)
        m_listener.sample(sample);

    if (!m_schedule) {
        const bool wasRefused = sample.error && !sample.ttftMs;
        m_idleUsers.insert(std::ranges::upper_bound(m_idleUsers, wasRefused ? now + PauseAfterFailure : now),
            wasRefused ? now + PauseAfterFailure : now);
    }
    // Never from inside this call: a plan may start thousands, and each may end at once.
    if (m_isStarting)
        m_dueTimer.start(now, [this] { startDue(); });
    else if (m_running.empty())
        finish();
}

void LoadGenerator::endStarting()
{
    startDue(); // what was due before now, and is late
    if (m_isOver)
        return;
    m_isStarting = false;
    m_dueTimer.stop();
    if (m_running.empty())
        finish();
    else
        m_endTimer.startIn(m_plan.drain, [this] { finish(); });
}

void LoadGenerator::stop()
{
    if (m_isOver)
        return;
    m_report.wasStopped = true;
    finish();
}

void LoadGenerator::finish()
{
    if (m_isOver)
        return;
    m_report = report();
    m_report.unfinished = active();
    for (const auto& [raw, request] : m_running) {
        if (request->sample().isWarmUp)
            continue;
        m_report.wireBytes += request->wireBytes();
        m_report.decodedBytes += request->decodedBytes();
    }
    m_isOver = true;
    m_isStarting = false;
    m_running.clear();
    m_dueTimer.stop();
    m_loopTimer.stop();
    m_endTimer.startIn(Millis(0), [done = m_listener.done] { done(); });
}

LoadReport LoadGenerator::report() const
{
    if (m_isOver)
        return m_report;
    LoadReport report = m_report;
    const TimePoint now = steadyClock().now();
    const double wall = std::chrono::duration<double>(now - m_start).count();
    report.elapsedSeconds = wall;
    report.cpuShare = wall > 0 ? (threadCpuSeconds() - m_cpuAtStart) / wall : 0;
    const TimePoint end = m_running.empty() ? m_end : now; // what runs has been measured until now
    report.seconds = std::max(0.0, std::chrono::duration<double>(end - m_start - m_plan.warmUp).count());
    return report;
}

LoadStep& LoadGenerator::step(TimePoint now)
{
    const double at = std::chrono::duration<double, std::milli>(now - m_start).count();
    while (at >= m_report.stepMs * LoadReport::MostSteps) {
        std::vector<LoadStep>& steps = m_report.steps;
        for (std::size_t i = 0; 2 * i < steps.size(); ++i) {
            LoadStep both = steps[2 * i];
            if (2 * i + 1 < steps.size()) {
                const LoadStep& other = steps[2 * i + 1];
                both.started += other.started;
                both.succeeded += other.succeeded;
                both.failed += other.failed;
                both.deltas += other.deltas;
                both.mostActive = std::max(both.mostActive, other.mostActive);
            }
            steps[i] = both;
        }
        steps.resize((steps.size() + 1) / 2);
        m_report.stepMs *= 2;
    }
    const auto index = std::size_t(std::max(0.0, at) / m_report.stepMs);
    while (m_report.steps.size() <= index) {
        LoadStep next;
        next.mostActive = active(); // goes on from the step before
        m_report.steps.push_back(next);
    }
    return m_report.steps[index];
}

}
