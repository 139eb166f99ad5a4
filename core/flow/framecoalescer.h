#pragma once

#include "core/flow/deltaqueue.h"

#include <QString>

#include <optional>
#include <vector>

namespace sluice {

/// What one frame adds to an answer, or changes in it.
struct FrameBatch
{
    /// What stands is to be cut to so many characters before anything is appended.
    std::optional<qint64> keepText;
    std::optional<qint64> keepReasoning;
    QString text;
    QString reasoning;
    std::vector<ToolCallDelta> toolCalls;
    std::optional<Usage> usage;
    bool cached = false;
    std::vector<Seam> seams; ///< their places are in the whole text
    qint64 textDeltas = 0; ///< those of a split flush count in the frame that has its last character
    /// Receive time of the oldest delta in it: event received → painted is measured from here.
    std::optional<TimePoint> firstReceived;
    std::optional<StreamEnd> end;
    /// What follows the text of this batch and all before it, and has come, but is not released yet.
    QString held;
    bool heldMore = false; ///< \c held has grown

    /// Nothing to show; \c held may be something to keep.
    bool isEmpty() const;
};

/// Merges what a DeltaQueue holds into at most one batch a frame, with bounded work a batch: what does not fit waits for the next
/// frame, in the queue and, for a flush that was split, in here. A rewrite begins a batch. A surrogate pair is never split. One
/// stream; consumer's thread; pure but for the queue.
class FrameCoalescer
{
public:
    /// \a maxCharacters bounds text, reasoning and tool call arguments of a batch together; at least 2.
    explicit FrameCoalescer(qsizetype maxCharacters = 256 * 1024);

    /// Takes from \a queue what fits in one frame.
    FrameBatch takeFrame(DeltaQueue& queue);

    /// Part of a flush is still in here: another frame is needed although the queue may be empty.
    bool hasRest() const { return m_next < m_rest.deltas.size(); }

private:
    void takeRest(FrameBatch& batch);
    qsizetype take(Delta& delta, FrameBatch& batch);
    void releaseHeld(qsizetype characters);

    const qsizetype m_maxCharacters;
    Flush m_rest;
    std::size_t m_next = 0; ///< the first delta of m_rest that is not finished
    qsizetype m_offset = 0; ///< characters of it that are taken
    qsizetype m_room = 0; ///< characters that still fit in the batch being made
    QString m_held; ///< told of, not released yet
};

}
