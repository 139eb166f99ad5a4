#include "core/flow/deltaqueue.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

qsizetype characters(const Delta& delta)
{
    if (const auto* text = std::get_if<TextDelta>(&delta))
        return text->text.size();
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        return reasoning->text.size();
    if (const auto* tool = std::get_if<ToolCallDelta>(&delta))
        return tool->id.size() + tool->name.size() + tool->arguments.size();
    if (const auto* rewrite = std::get_if<RewriteDelta>(&delta))
        return rewrite->text.size();
    return 0;
}

qsizetype bytesOf(const QueueItem& item)
{
    qsizetype bytes = sizeof(QueueItem);
    if (const auto* flush = std::get_if<Flush>(&item)) {
        for (const Delta& delta : flush->deltas)
            bytes += qsizetype(sizeof(Delta)) + 2 * characters(delta);
    } else if (const auto* held = std::get_if<HeldText>(&item)) {
        bytes += 2 * held->text.size();
    }
    return bytes;
}

}

DeltaQueue::DeltaQueue(DeltaQueueLimits limits, std::function<void()> onLow)
    : m_limits(limits)
    , m_onLow(std::move(onLow))
{
    Q_ASSERT(0 <= m_limits.low && m_limits.low < m_limits.high);
    Q_ASSERT(0 <= m_limits.lowBytes && m_limits.lowBytes < m_limits.highBytes);
}

Reading DeltaQueue::push(QueueItem item, qsizetype* depth)
{
    const qsizetype bytes = bytesOf(item);
    const bool isEnd = std::holds_alternative<StreamEnd>(item);
    const std::scoped_lock lock(m_mutex);
    Q_ASSERT(!m_ended);
    m_ended = isEnd;
    m_items.push_back(std::move(item));
    m_bytes += bytes;
    if (depth)
        *depth = qsizetype(m_items.size());
    const bool isFull = qsizetype(m_items.size()) >= m_limits.high || m_bytes >= m_limits.highBytes;
    if (isFull && m_reading == Reading::Go) {
        m_reading = Reading::Paused;
        ++m_highWaterCount;
    }
    return m_reading;
}

std::vector<QueueItem> DeltaQueue::take(qsizetype maxItems)
{
    std::vector<QueueItem> taken;
    bool isLow = false;
    {
        const std::scoped_lock lock(m_mutex);
        const auto count = std::min(std::size_t(std::max(maxItems, qsizetype(0))), m_items.size());
        taken.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            m_bytes -= bytesOf(m_items.front());
            taken.push_back(std::move(m_items.front()));
            m_items.pop_front();
        }
        isLow = m_reading == Reading::Paused && qsizetype(m_items.size()) <= m_limits.low && m_bytes <= m_limits.lowBytes;
        if (isLow)
            m_reading = Reading::Go;
    }
    if (isLow && m_onLow)
        m_onLow();
    return taken;
}

bool DeltaQueue::isEmpty() const
{
    const std::scoped_lock lock(m_mutex);
    return m_items.empty();
}

qsizetype DeltaQueue::size() const
{
    const std::scoped_lock lock(m_mutex);
    return qsizetype(m_items.size());
}

qsizetype DeltaQueue::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

qint64 DeltaQueue::highWaterCount() const
{
    const std::scoped_lock lock(m_mutex);
    return m_highWaterCount;
}

}
