#pragma once

#include "core/engine/duetimer.h"
#include "core/engine/streamlink.h"
#include "core/engine/streamoptions.h"
#include "core/flow/slotpool.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>

namespace sluice {

class CacheSide;
class RecordedAnswer;

/// What stands before a stream: is its answer in the cache, and if it is not, is a slot free? Network thread only; owned by
/// NetworkSide. Each stream that is let in by admit() leaves by exactly one of the exits, inside a call or from the event loop.
class StreamAdmission final : public QObject
{
    Q_OBJECT

public:
    /// A stream that has not begun.
    struct Entrant
    {
        quint64 id = 0;
        StreamRequest request;
        std::shared_ptr<StreamLink> link; ///< shared as StreamLink says
        TimePoint asked;
    };
    /// Called with the stream that leaves; all must be set.
    struct Exits
    {
        std::function<void(const Entrant&, const std::shared_ptr<const RecordedAnswer>&)> replay;
        /// The stream keeps the slot until it has ended, also between two attempts: it may not find the door shut when half of
        /// its answer is on the screen.
        std::function<void(const Entrant&, SlotPool::Slot)> start;
        std::function<void(const Entrant&, const Error&)> refuse;
        std::function<void(const Entrant&)> queue; ///< no exit: it has to wait for a slot
    };

    /// \a cache may be null; it lives in another thread and must outlive this.
    StreamAdmission(const SlotPoolOptions& options, CacheSide* cache, Exits exits);

    void admit(const Entrant& entrant);
    /// Takes a stream out that has not begun: by \c refuse, as stopped. False when it is not here any more.
    bool stop(quint64 id);
    /// The same without a word.
    bool drop(quint64 id);
    bool setStrategy(quint64 id, const StrategyOptions& strategy);
    void takeFound(quint64 id, const std::shared_ptr<const RecordedAnswer>& answer);

    void setMax(int max);
    SlotPoolStats stats() const { return m_pool.stats(); }

private:
    void giveUpSearching();
    void queueUp(const Entrant& entrant);
    void serve();
    bool remove(quint64 id, Entrant& entrant);

    const Exits m_exits;
    CacheSide* const m_cache;
    DueTimer m_searchTimer;
    DueTimer m_timer;
    SlotPool m_pool;
    std::map<quint64, Entrant> m_searched; ///< by stream: the cache looks for them
    std::map<quint64, Entrant> m_waiting; ///< by place in the pool's line
};

}
