#include "ui/blocks/rowgeometry.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace sluice {

namespace {

// Near the square root of a million: as many sums to add up as rows in the last block.
constexpr int BlockRows = 1024;

}

RowGeometry::RowGeometry(int estimatedHeight)
    : m_estimate(std::max(1, estimatedHeight))
{ }

void RowGeometry::reset(int count)
{
    m_heights.assign(size_t(count), -m_estimate);
    rebuildSums(0);
}

void RowGeometry::insert(int row, int count)
{
    Q_ASSERT(row >= 0 && row <= this->count() && count >= 0);
    m_heights.insert(m_heights.begin() + row, size_t(count), -m_estimate);
    rebuildSums(row);
}

void RowGeometry::remove(int row, int count)
{
    Q_ASSERT(row >= 0 && count >= 0 && row + count <= this->count());
    m_heights.erase(m_heights.begin() + row, m_heights.begin() + row + count);
    rebuildSums(row);
}

int RowGeometry::height(int row) const
{
    return std::abs(m_heights[size_t(row)]);
}

bool RowGeometry::isMeasured(int row) const
{
    return m_heights[size_t(row)] > 0;
}

int RowGeometry::setMeasured(int row, int height)
{
    return setHeight(row, std::max(1, height));
}

void RowGeometry::setEstimated(int row, int height)
{
    setHeight(row, -std::max(1, height));
}

int RowGeometry::setHeight(int row, qint32 stored)
{
    const int growth = std::abs(stored) - height(row);
    m_heights[size_t(row)] = stored;
    m_blockSums[size_t(row / BlockRows)] += growth;
    m_total += growth;
    return growth;
}

void RowGeometry::invalidate(int row)
{
    m_heights[size_t(row)] = -height(row);
}

void RowGeometry::invalidateAll()
{
    for (qint32& height : m_heights)
        height = -std::abs(height);
}

qint64 RowGeometry::top(int row) const
{
    Q_ASSERT(row >= 0 && row <= count());
    const int block = row / BlockRows;
    qint64 y = std::accumulate(m_blockSums.begin(), m_blockSums.begin() + block, qint64(0));
    for (int i = block * BlockRows; i < row; ++i)
        y += height(i);
    return y;
}

int RowGeometry::rowAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    size_t block = 0;
    while (block + 1 < m_blockSums.size() && y >= m_blockSums[block])
        y -= m_blockSums[block++];

    int row = int(block) * BlockRows;
    const int last = std::min(count(), row + BlockRows) - 1;
    while (row < last && y >= height(row))
        y -= height(row++);
    return row;
}

void RowGeometry::rebuildSums(int firstRow)
{
    const size_t blocks = (m_heights.size() + BlockRows - 1) / BlockRows;
    m_blockSums.resize(blocks);
    for (size_t block = size_t(firstRow / BlockRows); block < blocks; ++block) {
        const size_t end = std::min(m_heights.size(), (block + 1) * BlockRows);
        qint64 sum = 0;
        for (size_t row = block * BlockRows; row < end; ++row)
            sum += std::abs(m_heights[row]);
        m_blockSums[block] = sum;
    }
    m_total = std::accumulate(m_blockSums.begin(), m_blockSums.end(), qint64(0));
}

}
