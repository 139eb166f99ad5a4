#pragma once

#include <QtGlobal>

#include <map>
#include <optional>

namespace sluice {

/// How many hits each row of a conversation has. Bounded: it remembers MaxRows rows with hits and refuses others. Pure.
class HitTable
{
public:
    static constexpr size_t MaxRows = 100'000;

    void clear() { *this = {}; }
    /// False when it is full; then what was known of the row is gone.
    bool set(int row, int count);
    void insertRows(int first, int count);
    void removeRows(int first, int count);

    int hitsIn(int row) const; ///< 0 for a row without
    qint64 total() const { return m_total; }
    qint64 before(int row) const; ///< hits in the rows above; amortised O(1) for the same row
    std::optional<int> rowAtOrAfter(int row) const; ///< one with hits
    std::optional<int> rowBefore(int row) const;

private:
    std::map<int, int> m_hits; // by row, only rows that have some
    qint64 m_total = 0;
    mutable int m_sumRow = 0; // the last row that before() was asked for
    mutable qint64 m_sum = 0;
};

}
