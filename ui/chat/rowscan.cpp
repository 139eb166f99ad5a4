#include "ui/chat/rowscan.h"

#include <algorithm>

namespace sluice {

namespace {

// Where a border between rows comes to lie when rows are removed.
int withoutRows(int border, int first, int count)
{
    return border - std::max(0, std::min(border, first + count) - first);
}

}

void RowScan::start(int rows, int first, int last)
{
    stop();
    m_rows = rows;
    m_above = std::clamp(first, 0, rows);
    m_below = m_above;
    m_lastInView = last;
}

std::optional<int> RowScan::take()
{
    if (!m_changed.empty()) {
        const int row = *m_changed.rbegin(); // the newest is what the reader looks at
        m_changed.erase(row);
        return row;
    }
    const bool isBelowLeft = m_below < m_rows;
    if (isBelowLeft && (m_below <= m_lastInView || !m_isAboveNext || m_above == 0)) {
        m_isAboveNext = m_below >= m_lastInView;
        return m_below++;
    }
    if (m_above == 0)
        return {};
    m_isAboveNext = false;
    return --m_above;
}

void RowScan::markChanged(int row)
{
    if (row >= m_above && row < m_below) // the others will be read anyway
        m_changed.insert(row);
}

void RowScan::insertRows(int first, int count)
{
    std::set<int> changed;
    for (const int row : m_changed)
        changed.insert(changed.end(), row < first ? row : row + count);
    m_changed = std::move(changed);
    m_rows += count;
    if (first >= m_below)
        return;
    m_below += count;
    m_lastInView += first <= m_lastInView ? count : 0;
    if (first <= m_above) {
        m_above += count;
        return;
    }
    for (int row = first; row < first + count; ++row)
        m_changed.insert(row);
}

void RowScan::removeRows(int first, int count)
{
    std::set<int> changed;
    for (const int row : m_changed) {
        if (row < first || row >= first + count)
            changed.insert(changed.end(), row < first ? row : row - count);
    }
    m_changed = std::move(changed);
    m_rows -= count;
    m_above = withoutRows(m_above, first, count);
    m_below = withoutRows(m_below, first, count);
    m_lastInView = withoutRows(m_lastInView + 1, first, count) - 1;
}

}
