#pragma once

#include "core/base/result.h"
#include "core/figures/streamtimeline.h"

#include <QString>

#include <memory>

namespace sluice {

class HistoryDatabase;

// The timelines of answers in a history, one of a message. They go with their conversation and are copied with it. Store thread.

/// Dropped without a word when there is no such message.
Result<void> putTimeline(HistoryDatabase& history, const QString& conversation, int message, const StreamTimeline& timeline);

/// Null when there is none, or what is there cannot be understood.
Result<std::shared_ptr<const StreamTimeline>> timelineOf(HistoryDatabase& history, const QString& conversation, int message);

}
