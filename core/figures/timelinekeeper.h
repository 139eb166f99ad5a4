#pragma once

#include "core/figures/streamtimeline.h"

#include <functional>
#include <memory>

class QObject;

namespace sluice {

/// Keeps the timelines of one conversation's answers, by the ids of its messages. Never blocks and never fails for the caller.
/// The thread of its conversation.
class TimelineKeeper
{
public:
    virtual ~TimelineKeeper() = default;

    /// The one that was kept of \a message before gives way.
    virtual void put(int message, const std::shared_ptr<const StreamTimeline>& timeline) = 0;

    using Done = std::function<void(const std::shared_ptr<const StreamTimeline>&)>;
    /// Calls \a done once, later, unless \a context is destroyed before: null when none is kept, or it cannot be read.
    virtual void ask(int message, QObject* context, const Done& done) = 0;
};

}
