#pragma once

#include "core/flow/bufferstrategy.h"

#include <deque>
#include <functional>
#include <mutex>
#include <variant>
#include <vector>

namespace sluice {

/// Water marks of a DeltaQueue. High is the bound of the queue, in flushes and in bytes of text; whichever is reached first.
struct DeltaQueueLimits
{
    qsizetype high = 1024;
    qsizetype low = 256;
    qsizetype highBytes = 4 * 1024 * 1024;
    qsizetype lowBytes = 1024 * 1024;
};

/// Text that has come and is still held back by the strategy: what follows the text that a HeldText before it told of, as far as
/// that is held still. Nothing to be shown, but to be kept should the program end now; the flush that releases it brings it once
/// more.
struct HeldText
{
    QString text;
};

/// What stands in the queue: flushes, notes of what is held, and exactly one StreamEnd as the last item, so that text and end
/// cannot race.
using QueueItem = std::variant<Flush, StreamEnd, HeldText>;

enum class Reading { Go, Paused };

/// The only mutable object that the network thread and the consumer's thread share: a bounded single-producer single-consumer
/// queue. Nothing blocks and nothing is dropped: a full queue tells the producer to stop reading, and calls \c onLow from the
/// consumer's thread, outside the lock, when it has been drained to the low mark.
class DeltaQueue
{
public:
    /// \a onLow is called exactly once after each push() that turned reading from Go to Paused, the one before the end of the
    /// stream included. It must not call the queue's destructor.
    explicit DeltaQueue(DeltaQueueLimits limits = {}, std::function<void()> onLow = {});
    Q_DISABLE_COPY_MOVE(DeltaQueue)
    ~DeltaQueue() = default;

    /// Producer. Always takes \a item; Paused asks the producer to push nothing more than it already holds until onLow.
    /// Nothing may be pushed behind a StreamEnd. \a depth is told how many items there are now.
    Reading push(QueueItem item, qsizetype* depth = nullptr);

    /// Consumer. Up to \a maxItems in order.
    std::vector<QueueItem> take(qsizetype maxItems);

    /// Any thread.
    bool isEmpty() const;
    qsizetype size() const;
    qsizetype bytes() const; ///< text at two bytes a character, and a fixed overhead for each item and delta
    qint64 highWaterCount() const; ///< how often the high mark was crossed

private:
    const DeltaQueueLimits m_limits;
    const std::function<void()> m_onLow;

    mutable std::mutex m_mutex;
    std::deque<QueueItem> m_items; // guarded by m_mutex, like all below
    qsizetype m_bytes = 0;
    Reading m_reading = Reading::Go;
    qint64 m_highWaterCount = 0;
    bool m_ended = false;
};

}
