#pragma once

#include "core/flow/deltaqueue.h"

#include <atomic>
#include <functional>
#include <utility>

namespace sluice {

/// What the two ends of a running stream share: the queue, and whether its consumer has been told that there is something in it.
/// Held by shared_ptr: either end may let go first, the StreamHandle when its owner drops it, the ChatStream when it has ended.
struct StreamLink
{
    explicit StreamLink(std::function<void()> onLow)
        : queue({}, std::move(onLow))
    { }

    DeltaQueue queue;
    /// Set by the producer when it posts a wake, cleared by the consumer before it takes from the queue: one posted call a frame,
    /// and none is lost.
    std::atomic<bool> wakePosted = false;
};

}
