#pragma once

#include "ui/blocks/blocklayout.h"
#include "ui/blocks/sidewaysscroll.h"

#include <algorithm>
#include <vector>

namespace sluice {

/// A table whose columns share the width: each as wide as it needs to be, or, when there is not enough, the wide ones break their
/// lines, but no word: a table that is still too wide scrolls sideways. Cells that stay the same keep their layout while the
/// table grows.
class TableLayout final : public BlockLayout
{
public:
    TableLayout(const MarkdownBlock& block, const Context& context);

    int update(const MarkdownBlock& block, const Context& context) override;
    int height() const override { return int(m_rowTops.back()) + (m_scroll.isNeeded() ? SidewaysScroll::Thickness : 0); }
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) override;
    qsizetype positionAt(const QPointF& point) override;
    qreal lineTop(qsizetype position) override;
    BlockHit hit(const QPointF& point) override;
    qreal usedWidth() const override { return std::min(m_columnLefts.back(), m_width); }
    SidewaysScroll* sideways() override { return &m_scroll; }

private:
    struct Cell
    {
        std::unique_ptr<RichText> text;
        qsizetype start = 0;
        qreal wanted = 0; // width without breaking a line
        qreal narrowest = 0;
        qreal laidOutFor = -1;
    };

    size_t setCells(const MarkdownBlock& block, const Context& context);
    void placeColumns();
    void paintRow(QPainter& painter, const QPointF& origin, size_t row, const Paint& paint) const;
    QRectF trackRect() const; ///< of the scroll bar
    void placeRows();
    size_t rowAt(qreal y) const;
    size_t cellAt(const QPointF& inTable) const;
    QPointF textOrigin(size_t cell) const; ///< in the table, wherever it is scrolled to
    QPointF inTable(const QPointF& point) const { return point + QPointF(m_scroll.offset(), 0); }
    size_t columnCount() const { return size_t(m_columns.size()); }
    size_t rowCount() const { return m_rowTops.size() - 1; }

    QList<Qt::Alignment> m_columns;
    std::vector<Cell> m_cells;
    std::vector<qreal> m_columnLefts; // one more than columns
    std::vector<qreal> m_rowTops; // one more than rows
    qreal m_width = 0; // there is
    SidewaysScroll m_scroll;
};

}
