#pragma once

#include "core/base/result.h"
#include "core/chat/delta.h"
#include "core/chat/utf16joiner.h"

#include <optional>
#include <vector>

namespace sluice {

/// One piece of a tool call as a server sent it.
struct ToolCallPiece
{
    /// What the server calls the place of the call; nothing when it names none.
    std::optional<qint64> place;
    QString id;
    QString name;
    QString arguments;
    /// Stands behind another piece in the same event: without a place and an id, it is another call.
    bool isLaterInEvent = false;
};

/// Sorts the pieces of parallel tool calls: numbers the calls densely from 0, gives pieces without a place to the call they
/// belong to, and hands on each id and name once, however often a server repeats them. Pure.
class ToolCalls
{
public:
    static constexpr size_t MaxCalls = 256;
    static constexpr qsizetype MaxNameLength = 1024;

    /// Appends what \a piece adds to \a out. Overflow past a limit.
    Result<void> add(const ToolCallPiece& piece, Deltas& out);

    /// Appends halves of surrogate pairs that are still held, as U+FFFD.
    void release(Deltas& out);

    bool isEmpty() const { return m_calls.empty(); }

private:
    struct Call
    {
        std::optional<qint64> place;
        QString id;
        QString name;
        Utf16Joiner arguments;
    };

    std::optional<size_t> callOf(const ToolCallPiece& piece) const;

    std::vector<Call> m_calls;
    size_t m_current = 0; ///< the call the last piece went to
};

}
