#pragma once

#include "ui/blocks/blocklayout.h"

#include <vector>

namespace sluice {

/// A table whose columns share the width: each as wide as it needs to be, or, when there is not enough, the wide ones break their
/// lines. Cells that stay the same keep their layout while the table grows.
class TableLayout final : public BlockLayout
{
public:
    TableLayout(const MarkdownBlock& block, const Context& context);

    bool update(const MarkdownBlock& block, const Context& context) override;
    int height() const override { return int(m_rowTops.back()); }
    qsizetype length() const override { return m_length; }
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const override;
    qsizetype positionAt(const QPointF& point) const override;
    qreal lineTop(qsizetype position) const override;
    BlockHit hit(const QPointF& point) const override;
    QString text(qsizetype from, qsizetype to) const override;
    qreal usedWidth() const override { return m_columnLefts.back(); }

private:
    struct Cell
    {
        std::unique_ptr<RichText> text;
        qsizetype start = 0;
        qreal wanted = 0; // width without breaking a line
        qreal narrowest = 0;
        qreal laidOutFor = -1;
    };

    void setCells(const MarkdownBlock& block, const Context& context);
    void placeColumns(int width);
    void placeRows();
    size_t rowAt(qreal y) const;
    size_t cellAt(const QPointF& point) const;
    QPointF textOrigin(size_t cell) const;
    size_t columnCount() const { return size_t(m_columns.size()); }
    size_t rowCount() const { return m_rowTops.size() - 1; }

    QList<Qt::Alignment> m_columns;
    std::vector<Cell> m_cells;
    std::vector<qreal> m_columnLefts; // one more than columns
    std::vector<qreal> m_rowTops; // one more than rows
    qsizetype m_length = 0;
};

}
