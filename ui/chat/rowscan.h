#pragma once

#include <optional>
#include <set>

namespace sluice {

/// The order in which rows are searched: first those that changed, then the rows in view, then outwards from them, below and
/// above in turn. Follows insertions and removals. Costs nothing a row but for those that changed. Pure.
class RowScan
{
public:
    /// Over \a rows rows, from \a first to \a last, then outwards.
    void start(int rows, int first, int last);
    void stop() { *this = {}; }

    /// The next row, or nothing when all have been read.
    std::optional<int> take();
    /// \a row is to be read again.
    void markChanged(int row);

    void insertRows(int first, int count);
    void removeRows(int first, int count);

    bool isDone() const { return m_changed.empty() && m_above == 0 && m_below >= m_rows; }

private:
    int m_rows = 0;
    int m_above = 0; // rows above this one have not been read
    int m_below = 0; // nor those from this one on
    int m_lastInView = -1;
    bool m_isAboveNext = false;
    std::set<int> m_changed;
};

}
