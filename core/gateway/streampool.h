#pragma once

#include "core/flow/slotpool.h"
#include "core/gateway/streamobserver.h"
#include "core/sockets/timer.h"

#include <functional>
#include <map>

namespace sluice {

/// The slots of /chat-pooled on the gateway's loop. Gateway thread; outlives the streams.
class StreamPool
{
public:
    /// A slot, or why there is none: Server when there was none in time, Cancelled when the pool is closed.
    using Turn = std::function<void(Result<SlotPool::Slot>)>;

    StreamPool(boost::asio::io_context& loop, const SlotPoolOptions& options);

    /// Stands in line. \a turn is called once, later, never from inside this.
    quint64 enter(Turn turn);
    /// Out of the line, at once: the turn does not come. Does nothing when it has come.
    void leave(quint64 waiter);

    /// No slots from now on: who waits is told at once. Those that are taken stay so.
    void close();

    SlotPoolStats stats() const { return m_pool.stats(); }

private:
    void serve();

    Timer m_timer; // before the pool, which calls it at its end
    SlotPool m_pool;
    std::map<quint64, Turn> m_turns;
    bool m_closed = false;
};

/// Holds a slot as long as its stream runs: however that ends, the slot comes back.
class SlotHolder final : public StreamObserver
{
public:
    explicit SlotHolder(SlotPool::Slot slot)
        : m_slot(std::move(slot))
    { }

private:
    SlotPool::Slot m_slot;
};

}
