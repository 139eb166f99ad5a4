#pragma once

#include "core/lab/arrivalschedule.h"
#include "core/lab/loadreport.h"
#include "core/lab/loadrequest.h"
#include "core/sockets/httpclient.h"
#include "core/sockets/timer.h"

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace sluice {

/// Runs a LoadPlan on an event loop, in the one thread that runs it: thousands of answers at once, each read to its end. See
/// LoadRun for one with a thread of its own.
class LoadGenerator final : private LoadRequest::Owner
{
public:
    struct Listener
    {
        std::function<void(const LoadSample&)> sample {}; ///< each request that ended, warm-up included; may be empty
        std::function<void()> done; ///< once, later; may destroy the generator
    };

    /// \a loop outlives this.
    LoadGenerator(boost::asio::io_context& loop, LoadPlan plan, LoadSetup setup, Listener listener);
    ~LoadGenerator();
    Q_DISABLE_COPY_MOVE(LoadGenerator)

    void start();
    /// Ends now: what runs is cut off and counts as unfinished; its deltas and bytes stay in the figures.
    void stop();

    /// What has been measured so far.
    LoadReport report() const;
    int active() const { return int(m_running.size()); }

private:
    void tookDelta(const LoadSample& sample, std::optional<double> gapMs) override;
    void tookFirstText(const LoadSample& sample) override;
    void ended(LoadRequest& request) override;

    void startDue();
    bool mayStart(TimePoint due) const;
    std::optional<TimePoint> nextDue() const;
    void startOne(TimePoint due);
    void endStarting();
    void finish();
    void measureLoop();
    LoadStep& step(TimePoint now);
    static double threadCpuSeconds();

    const LoadPlan m_plan;
    Listener m_listener;
    boost::asio::io_context& m_loop;
    HttpClient m_client;
    std::unordered_map<LoadRequest*, std::unique_ptr<LoadRequest>> m_running;
    LoadReport m_report;

    TimePoint m_start;
    TimePoint m_end; ///< of the measured time, as far as it has come
    double m_cpuAtStart = 0;
    std::optional<ArrivalSchedule> m_schedule; ///< open loop
    int m_usersStarted = 0; ///< closed loop
    std::deque<TimePoint> m_idleUsers; ///< closed loop: when each may send its next request, by time
    qint64 m_started = 0;
    bool m_isStarting = true; ///< more requests may come
    bool m_isOver = false;
    Timer m_dueTimer;
    Timer m_endTimer;
    Timer m_loopTimer;
    TimePoint m_loopDue;
};

}
