#pragma once

#include "core/profile/stage.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace sluice {

/// Says where the time and the CPU of one stream go, stage by stage. One thread, whose CPU clock it reads; owned by the stream,
/// and shared with its source, which may be let go of later.
///
/// Only work inside a stage counts, so what the thread does for others in between costs this stream nothing. A stage inside
/// another interrupts it: each moment belongs to one stage, but for the queue, which passes beside them. Code that may be
/// profiled takes a `StageClock*`, null for most streams, and opens a StageScope; that costs a comparison then, and about a
/// microsecond else.
class StageClock
{
public:
    using Now = std::function<StageInstant()>;
    static constexpr std::size_t MaxSpans = 10'000;

    explicit StageClock(std::size_t maxSpans = MaxSpans, Now now = stageInstant);

    /// Work begins and ends; use StageScope.
    void enter(Stage stage);
    void leave();

    /// What time belongs to from now on while no work is done: Connect, Wait, or nothing.
    void waitIn(std::optional<Stage> stage);

    /// The same, but since \a wall, a moment of this waiting in nanoseconds: what was waited for then is known only now.
    void waitInSince(Stage stage, qint64 wall);

    /// More \a items stand in the queue; all have left it.
    void queueGrew(qint64 items);
    void queueEmptied();

    /// The stream has ended, and all of it was taken. Everything after it is ignored.
    void finish();
    bool isFinished() const { return m_end.has_value(); }

    /// Up to now, or to finish(). In nanoseconds.
    qint64 total() const;
    /// By stage, what is open included.
    std::array<StageTotal, StageCount> totals() const;

    /// The first ones, up to the bound; what came behind it is summed up in rest().
    const std::vector<StageSpan>& spans() const { return m_spans; }
    /// By stage; count 0: all were kept.
    const std::array<StageRest, StageCount>& rest() const { return m_rest; }

    /// Gives back the memory of the spans.
    void dropSpans();
    /// Of the spans.
    qint64 bytes() const { return qint64(m_spans.capacity() * sizeof(StageSpan)); }
    /// What they may come to.
    qint64 mostBytes() const { return isFinished() ? bytes() : qint64(m_maxSpans * sizeof(StageSpan)); }

private:
    struct Open
    {
        Stage stage;
        qint64 since;
    };
    StageTotal& of(Stage stage) { return m_totals[std::size_t(stage)]; }
    void addWork(const StageInstant& now);
    void addSpan(Stage stage, qint64 from, qint64 to);
    void closeWaiting(qint64 wall);

    const Now m_now;
    std::size_t m_maxSpans;
    qint64 m_start;
    std::optional<qint64> m_end;
    std::array<StageTotal, StageCount> m_totals {};
    std::array<StageRest, StageCount> m_rest {};
    std::vector<StageSpan> m_spans;
    std::vector<Open> m_open; ///< the stage that is being worked in, last, and those it interrupts
    StageInstant m_mark; ///< up to here the work of the innermost stage is counted
    std::optional<Open> m_waiting; ///< while nothing is open
    std::optional<Stage> m_waitStage;
    std::optional<qint64> m_queuedSince;
};

/// Work in a stage, for as long as this lives. \a clock may be null: then it is nothing.
class StageScope
{
public:
    StageScope(StageClock* clock, Stage stage)
        : m_clock(clock)
    {
        if (m_clock)
            m_clock->enter(stage);
    }
    ~StageScope()
    {
        if (m_clock)
            m_clock->leave();
    }
    Q_DISABLE_COPY_MOVE(StageScope)

private:
    StageClock* const m_clock;
};

}
