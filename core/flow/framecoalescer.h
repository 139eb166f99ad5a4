#pragma once

#include "core/flow/deltaqueue.h"

#include <QString>

#include <optional>

namespace sluice {

/// What one frame adds to an answer.
struct FrameBatch
{
    QString text;
    QString reasoning;
    std::vector<ToolCallDelta> toolCalls;
    std::optional<Usage> usage;
    bool cached = false;
    qint64 textDeltas = 0;
    /// Receive time of the oldest delta in it: event received → painted is measured from here.
    std::optional<TimePoint> firstReceived;
    std::optional<StreamEnd> end;

    bool isEmpty() const;
};

/// Merges what a DeltaQueue holds into at most one batch a frame, with bounded work a batch: what does not fit waits for the next
/// frame. Consumer's thread; pure but for the queue.
class FrameCoalescer
{
public:
    explicit FrameCoalescer(qsizetype maxCharacters = 256 * 1024);

    /// Takes from \a queue what fits in one frame.
    FrameBatch takeFrame(DeltaQueue& queue);
};

}
