#pragma once

#include "core/chat/recordedanswer.h"
#include "core/chat/replaypace.h"
#include "core/figures/arrivalrecorder.h"
#include "core/flow/deltaqueue.h"

#include <memory>
#include <optional>

namespace sluice {

class StreamMeter;

/// A recorded answer as a stream: its deltas go through a strategy into the queue, when the pace says so, behind a CachedDelta.
/// The counterpart of StreamPipeline: no clock, no timer, no signal; one thread.
///
/// Use: advance() until it says Ended; again at nextDue(), at once after More, and after unblock() when it was Blocked.
class AnswerReplay
{
public:
    enum class Progress {
        Waiting, ///< for its time
        More, ///< has worked for long enough
        Blocked, ///< the queue is full; go on after unblock()
        Ended, ///< the last item is in the queue
    };

    /// Deltas in one advance(): some milliseconds, in which no other stream is read.
    static constexpr int MaxDeltasAtOnce = 2048;

    /// \a strategy must be valid; \a queue must outlive this. Figures count from \a asked, deltas from \a start.
    AnswerReplay(std::shared_ptr<const RecordedAnswer> answer, ReplayPace pace, const StrategyOptions& strategy,
        DeltaQueue& queue, TimePoint asked, TimePoint start);

    Progress advance(TimePoint now);
    void unblock(TimePoint now);
    /// When advance() has something to do by time, be it that held text is due.
    std::optional<TimePoint> nextDue() const;
    void setStrategy(const StrategyOptions& strategy, TimePoint now);

    /// Delivers all that is held, then the end of a stream that was stopped.
    void stop(TimePoint now);

    /// Whether something was put into the queue since the last call.
    bool takePushed() { return std::exchange(m_pushed, false); }
    bool isEnded() const { return m_ended; }
    /// A delta of the answer has come, or comes with advance() at \a now.
    bool hasBegun(TimePoint now) const { return m_reader.row() > 0 || now >= dueTime(); }
    qint64 textDeltas() const { return m_textDeltas; }
    std::optional<TimePoint> firstTextAt() const { return m_firstTextAt; }
    std::shared_ptr<const ArrivalFigures> arrivalFigures(TimePoint now);
    /// Counts what passes from now on, and the end; null = no more.
    void setMeter(StreamMeter* meter) { m_meter = meter; }

private:
    TimePoint dueTime() const;
    void playNext(TimePoint now);
    void releaseDue(TimePoint now);
    void end(StreamEnd end, TimePoint now);
    void pushFlush(Flush flush, TimePoint now);
    void push(QueueItem item, qsizetype* depth = nullptr);

    const std::shared_ptr<const RecordedAnswer> m_answer; ///< shared with nobody that changes it
    const ReplayPace m_pace;
    const TimePoint m_start;
    DeltaQueue& m_queue;
    std::unique_ptr<BufferStrategy> m_strategy;
    ArrivalRecorder m_arrivals;
    StreamMeter* m_meter = nullptr;
    Usage m_usage;
    RecordedAnswerReader m_reader;
    bool m_blocked = false;
    bool m_pushed = false;
    bool m_ended = false;
    qint64 m_textDeltas = 0;
    std::optional<TimePoint> m_firstTextAt;
};

}
