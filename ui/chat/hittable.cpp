#include "ui/chat/hittable.h"

#include <iterator>
#include <vector>

namespace sluice {

bool HitTable::set(int row, int count)
{
    const auto known = m_hits.find(row);
    const int old = known == m_hits.end() ? 0 : known->second;
    const bool isRefused = old == 0 && count > 0 && m_hits.size() >= MaxRows;
    const int kept = isRefused ? 0 : count;
    if (kept == 0 && old > 0)
        m_hits.erase(known);
    else if (kept > 0)
        m_hits[row] = kept;
    m_total += kept - old;
    if (row < m_sumRow)
        m_sum += kept - old;
    return !isRefused;
}

void HitTable::insertRows(int first, int count)
{
    std::vector<std::pair<int, int>> moved;
    const auto from = m_hits.lower_bound(first);
    moved.assign(from, m_hits.end());
    m_hits.erase(from, m_hits.end());
    for (const auto& [row, hits] : moved)
        m_hits.emplace_hint(m_hits.end(), row + count, hits);
    if (first < m_sumRow)
        m_sumRow += count;
}

void HitTable::removeRows(int first, int count)
{
    std::vector<std::pair<int, int>> moved;
    const auto from = m_hits.lower_bound(first);
    const auto kept = m_hits.lower_bound(first + count);
    for (auto removed = from; removed != kept; ++removed)
        m_total -= removed->second;
    moved.assign(kept, m_hits.end());
    m_hits.erase(from, m_hits.end());
    for (const auto& [row, hits] : moved)
        m_hits.emplace_hint(m_hits.end(), row - count, hits);
    m_sumRow = 0;
    m_sum = 0;
}

int HitTable::hitsIn(int row) const
{
    const auto found = m_hits.find(row);
    return found == m_hits.end() ? 0 : found->second;
}

qint64 HitTable::before(int row) const
{
    // From the last answer: the next hit is mostly near it.
    auto at = m_hits.lower_bound(m_sumRow);
    for (; at != m_hits.end() && at->first < row; ++at)
        m_sum += at->second;
    while (at != m_hits.begin() && std::prev(at)->first >= row)
        m_sum -= (--at)->second;
    m_sumRow = row;
    return m_sum;
}

std::optional<int> HitTable::rowAtOrAfter(int row) const
{
    const auto found = m_hits.lower_bound(row);
    return found == m_hits.end() ? std::nullopt : std::optional(found->first);
}

std::optional<int> HitTable::rowBefore(int row) const
{
    const auto found = m_hits.lower_bound(row);
    return found == m_hits.begin() ? std::nullopt : std::optional(std::prev(found)->first);
}

}
