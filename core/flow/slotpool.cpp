#include "core/flow/slotpool.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice {

namespace {

Error busyError(int max)
{
    return {.kind = ErrorKind::Server,
        .message = max == 1
            ? QCoreApplication::translate("Error", "The only stream is busy: stop it, or try again when it has ended.")
            : QCoreApplication::translate("Error", "All %1 streams are busy: stop one, or try again when one has ended.")
                  .arg(max)};
}

}

SlotPool::Slot& SlotPool::Slot::operator=(Slot&& other) noexcept
{
    if (this != &other) {
        release();
        m_pool = std::exchange(other.m_pool, nullptr);
    }
    return *this;
}

void SlotPool::Slot::release()
{
    if (SlotPool* pool = std::exchange(m_pool, nullptr))
        pool->giveBack();
}

SlotPool::SlotPool(const SlotPoolOptions& options, std::function<void()> onFree)
    : m_options(options)
    , m_onFree(std::move(onFree))
{
    Q_ASSERT(options.max >= 1);
}

SlotPool::~SlotPool()
{
    Q_ASSERT(m_active == 0);
}

quint64 SlotPool::enter(TimePoint now)
{
    m_waiting.emplace(++m_lastWaiter, now);
    return m_lastWaiter;
}

bool SlotPool::leave(quint64 waiter)
{
    return m_waiting.erase(waiter) > 0;
}

std::optional<SlotPool::Admission> SlotPool::next(TimePoint now)
{
    const auto first = m_waiting.begin();
    if (first == m_waiting.end())
        return std::nullopt;
    const quint64 waiter = first->first;
    if (m_active < m_options.max) {
        m_waiting.erase(first);
        ++m_active;
        return Admission {.waiter = waiter, .slot = Slot(*this)};
    }
    if (now < first->second + m_options.acquireTimeout)
        return std::nullopt;
    m_waiting.erase(first);
    return Admission {.waiter = waiter, .slot = std::unexpected(busyError(m_options.max))};
}

std::optional<TimePoint> SlotPool::nextDue() const
{
    if (m_waiting.empty())
        return std::nullopt;
    return m_waiting.begin()->second + m_options.acquireTimeout;
}

void SlotPool::setMax(int max)
{
    Q_ASSERT(max >= 1);
    m_options.max = max;
    tellIfFree();
}

SlotPoolStats SlotPool::stats() const
{
    return {.max = m_options.max,
        .active = m_active,
        .available = std::max(0, m_options.max - m_active),
        .waiting = int(m_waiting.size())};
}

void SlotPool::giveBack()
{
    --m_active;
    tellIfFree();
}

void SlotPool::tellIfFree() const
{
    if (m_onFree && !m_waiting.empty() && m_active < m_options.max)
        m_onFree();
}

}
