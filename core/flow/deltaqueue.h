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

/// What stands in the queue: flushes, and exactly one StreamEnd as the last item, so that text and end cannot race.
using QueueItem = std::variant<Flush, StreamEnd>;

enum class Reading { Go, Paused };

/// The only mutable object that the network thread and the consumer's thread share: a bounded single-producer single-consumer
/// queue. Nothing blocks and nothing is dropped: a full queue tells the producer to stop reading, and calls \c onLow from the
/// consumer's thread, outside the lock, when it has been drained to the low mark.
class DeltaQueue
{
public:
    explicit DeltaQueue(DeltaQueueLimits limits = {}, std::function<void()> onLow = {});
    Q_DISABLE_COPY_MOVE(DeltaQueue)
    ~DeltaQueue() = default;

    /// Producer. Always takes \a item; Paused asks the producer to push nothing more than it already holds until onLow.
    Reading push(QueueItem item);

    /// Consumer. Up to \a maxItems in order.
    std::vector<QueueItem> take(qsizetype maxItems);

    /// Any thread.
    bool isEmpty() const;
    qsizetype size() const;
    qsizetype bytes() const;
    qint64 highWaterCount() const; ///< how often the high mark was crossed
};

}
