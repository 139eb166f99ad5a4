#pragma once

#include <QtGlobal>

#include <vector>

namespace sluice {

/// Heights and tops of things that stand one below the other, in pixels: the rows of a long list, the blocks of a long message. A
/// row's height is an estimate until it is measured. Pure.
///
/// Four bytes a row; sums are kept for blocks of rows, so that the questions and a new height cost the same for a thousand rows
/// as for a million, as far as anyone can see (1M rows: below 2 µs).
class RowGeometry
{
public:
    explicit RowGeometry(int estimatedHeight = 120);

    /// Forgets everything: \a count rows of estimated height.
    void reset(int count);
    void insert(int row, int count);
    void remove(int row, int count);

    int count() const { return int(m_heights.size()); }
    qint64 totalHeight() const { return m_total; }

    int height(int row) const;
    bool isMeasured(int row) const;
    /// Returns by how much the row has grown.
    int setMeasured(int row, int height);
    /// A better estimate, of at least 1, for a row that is not measured.
    void setEstimated(int row, int height);
    /// What was measured of \a row becomes its estimate.
    void invalidate(int row);
    void invalidateAll();

    /// Distance from the top of the list; \a row may be count().
    qint64 top(int row) const;
    /// The row that covers \a y; the first or last for a \a y outside; -1 when there are no rows.
    int rowAt(qint64 y) const;

private:
    int setHeight(int row, qint32 stored);
    void rebuildSums(int firstRow);

    int m_estimate;
    std::vector<qint32> m_heights; // negative: an estimate
    std::vector<qint64> m_blockSums;
    qint64 m_total = 0;
};

}
