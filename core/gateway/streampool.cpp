#include "core/gateway/streampool.h"

using namespace Qt::StringLiterals;

namespace sluice {

StreamPool::StreamPool(boost::asio::io_context& loop, const SlotPoolOptions& options)
    : m_timer(loop)
    , m_pool(options, [this] { m_timer.startIn(Millis(0), [this] { serve(); }); })
{ }

quint64 StreamPool::enter(Turn turn)
{
    const quint64 waiter = m_pool.enter(steadyClock().now());
    m_turns.emplace(waiter, std::move(turn));
    m_timer.startIn(Millis(0), [this] { serve(); });
    return waiter;
}

void StreamPool::leave(quint64 waiter)
{
    m_pool.leave(waiter);
    m_turns.erase(waiter);
}

void StreamPool::close()
{
    m_closed = true;
    serve();
}

void StreamPool::serve()
{
    const auto call = [this](quint64 waiter, Result<SlotPool::Slot> slot) {
        auto turn = m_turns.extract(waiter); // it may enter or leave
        if (!turn.empty())
            turn.mapped()(std::move(slot));
    };
    while (m_closed && !m_turns.empty()) {
        const quint64 first = m_turns.begin()->first;
        m_pool.leave(first);
        call(first, std::unexpected(Error {.kind = ErrorKind::Cancelled, .message = u"The gateway is shutting down"_s}));
    }
    const TimePoint now = steadyClock().now();
    while (std::optional<SlotPool::Admission> admission = m_pool.next(now))
        call(admission->waiter, std::move(admission->slot));
    if (const std::optional<TimePoint> due = m_pool.nextDue())
        m_timer.start(*due, [this] { serve(); });
}

}
