#pragma once

#include <QByteArray>

#include <algorithm>

namespace sluice {

/// How one answer came, in a line that is small enough to stand below it. A value.
struct AnswerStrip
{
    static constexpr int MostCells = 64;
    static constexpr char Quiet = 'q'; ///< a stall: nothing came
    static constexpr char HeldBack = 'h'; ///< a stall: it had come, and was not shown
    static constexpr char Reconnect = 'r'; ///< a new attempt began here

    double waiting = 0; ///< the share of the whole time that passed before the first text or reasoning; 0 to 1
    /// The rest of the time in parts of one length: how fast deltas came, from '0' (none) to '9' (the fastest part of this
    /// answer), or one of the letters above. Empty = nothing is known.
    QByteArray cells;

    bool isEmpty() const { return cells.isEmpty(); }
    static constexpr bool isCell(char cell)
    {
        return (cell >= '0' && cell <= '9') || cell == Quiet || cell == HeldBack || cell == Reconnect;
    }
    /// Whether it can be drawn: what was read from a file may hold anything.
    bool isValid() const
    {
        return cells.size() <= MostCells && std::ranges::all_of(cells, isCell) && waiting >= 0 && waiting <= 1;
    }

    bool operator==(const AnswerStrip&) const = default;
};

}
