#include "ui/blocks/tablelayout.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sluice {

namespace {

constexpr qreal HorizontalPadding = 12;
constexpr qreal VerticalPadding = 6;
constexpr qreal MostForAWord = 160; // a longer word breaks rather than squeezing the other columns

// Columns that want no more than their fair share get it; the others share what is left by what they want, but none gets less
// than its longest word needs, so that the sum may be more than there is.
std::vector<qreal> shareWidth(const std::vector<qreal>& wanted, const std::vector<qreal>& narrowest, qreal available)
{
    std::vector<qreal> widths(wanted.size(), 0);
    qreal rest = available;
    qreal open = qreal(wanted.size());
    for (bool hasGiven = true; hasGiven && open > 0;) {
        hasGiven = false;
        for (size_t i = 0; i < wanted.size(); ++i) {
            if (widths[i] > 0 || wanted[i] > rest / open)
                continue;
            widths[i] = wanted[i];
            rest -= wanted[i];
            --open;
            hasGiven = true;
        }
    }
    qreal wantedRest = 0;
    qreal narrowestRest = 0;
    for (size_t i = 0; i < wanted.size(); ++i) {
        wantedRest += widths[i] > 0 ? 0 : wanted[i];
        narrowestRest += widths[i] > 0 ? 0 : narrowest[i];
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
        if (widths[i] > 0)
            continue;
        const qreal share = (wanted[i] - narrowest[i]) / std::max(wantedRest - narrowestRest, 1.0);
        widths[i] = std::max(1.0, std::floor(narrowest[i] + std::max(rest - narrowestRest, 0.0) * share));
    }
    return widths;
}

}

TableLayout::TableLayout(const MarkdownBlock& block, const Context& context)
{
    (void)setCells(block, context); // all of them
}

int TableLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Table || block.columns != m_columns)
        return MakeAnew;
    const std::vector<qreal> columnsBefore = m_columnLefts;
    const std::vector<qreal> rowsBefore = m_rowTops;
    const size_t firstChanged = setCells(block, context);
    if (columnsBefore != m_columnLefts)
        return 0;
    if (firstChanged == m_cells.size() && rowsBefore == m_rowTops)
        return NothingChanged;
    const auto differ = std::mismatch(rowsBefore.begin(), rowsBefore.end(), m_rowTops.begin(), m_rowTops.end()).second;
    const size_t row = std::min(size_t(differ - m_rowTops.begin()), firstChanged / columnCount() + 1);
    return int(m_rowTops[row > 2 ? row - 2 : 0]); // the row above gets a line below it
}

// Returns the first cell that is not as it was.
size_t TableLayout::setCells(const MarkdownBlock& block, const Context& context)
{
    m_columns = block.columns;
    m_cells.resize(size_t(block.cells.size()));
    TextStyle style = context.isMuted ? mutedStyle(context.theme) : bodyStyle(context.theme);
    TextStyle headerStyle = style;
    headerStyle.font.setWeight(QFont::DemiBold);
    qsizetype length = 0;
    size_t firstChanged = m_cells.size();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell& cell = m_cells[i];
        const InlineText& text = block.cells[qsizetype(i)];
        if (!cell.text || cell.text->content() != text) {
            cell.text = std::make_unique<RichText>(text, i < columnCount() ? headerStyle : style, context.theme);
            cell.text->layOutUnbroken();
            cell.wanted = cell.text->usedWidth() + 1;
            cell.narrowest = std::min({cell.wanted, std::ceil(cell.text->narrowestWidth()) + 1, MostForAWord});
            cell.laidOutFor = -1;
            firstChanged = std::min(firstChanged, i);
        }
        cell.start = length;
        length += cell.text->length() + 1;
    }
    m_width = context.width;
    placeColumns();
    placeRows();
    return firstChanged;
}

void TableLayout::placeColumns()
{
    const size_t columns = columnCount();
    std::vector<qreal> wanted(columns);
    std::vector<qreal> narrowest(columns);
    for (size_t i = 0; i < m_cells.size(); ++i) {
        wanted[i % columns] = std::max(wanted[i % columns], m_cells[i].wanted);
        narrowest[i % columns] = std::max(narrowest[i % columns], m_cells[i].narrowest);
    }
    const std::vector<qreal> widths = shareWidth(wanted, narrowest, m_width - 2 * HorizontalPadding * qreal(columns));
    m_columnLefts.assign(1, 0);
    for (const qreal columnWidth : widths)
        m_columnLefts.push_back(m_columnLefts.back() + columnWidth + 2 * HorizontalPadding);
    m_scroll.setExtent(m_columnLefts.back(), m_width);
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell& cell = m_cells[i];
        if (qFuzzyCompare(cell.laidOutFor, widths[i % columns]))
            continue;
        cell.laidOutFor = widths[i % columns];
        cell.text->layOut(cell.laidOutFor, m_columns[qsizetype(i % columns)]);
    }
}

void TableLayout::placeRows()
{
    m_rowTops.assign(1, 0);
    for (size_t first = 0; first < m_cells.size(); first += columnCount()) {
        qreal height = 0;
        for (size_t i = first; i < std::min(first + columnCount(), m_cells.size()); ++i)
            height = std::max(height, m_cells[i].text->height());
        m_rowTops.push_back(m_rowTops.back() + height + 2 * VerticalPadding + 1);
    }
}

void TableLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint)
{
    painter.save();
    if (m_scroll.isNeeded())
        painter.setClipRect(QRectF(origin, QSizeF(m_width, m_rowTops.back())), Qt::IntersectClip);
    const QPointF scrolled = origin - QPointF(m_scroll.offset(), 0);
    for (size_t row = rowAt(paint.text.clip.top() - origin.y()); row < rowCount(); ++row) {
        if (origin.y() + m_rowTops[row] > paint.text.clip.bottom())
            break;
        paintRow(painter, scrolled, row, paint);
    }
    painter.restore();
    m_scroll.paint(painter, trackRect().translated(origin), paint.text.theme, paint.isHovered);
}

void TableLayout::paintRow(QPainter& painter, const QPointF& origin, size_t row, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    const qreal bottom = origin.y() + m_rowTops[row + 1] - 1;
    if (row + 1 < rowCount())
        painter.fillRect(QRectF(origin.x(), bottom, m_columnLefts.back(), 1), row == 0 ? theme.quoteBar : theme.border);
    for (size_t i = row * columnCount(); i < std::min((row + 1) * columnCount(), m_cells.size()); ++i)
        m_cells[i].text->paint(painter, origin + textOrigin(i), paint.text.shifted(m_cells[i].start, m_cells[i].text->length()));
}

qsizetype TableLayout::positionAt(const QPointF& point)
{
    const size_t cell = cellAt(inTable(point));
    return cell < m_cells.size() ? m_cells[cell].start + m_cells[cell].text->positionAt(inTable(point) - textOrigin(cell)) : 0;
}

qreal TableLayout::lineTop(qsizetype position)
{
    const auto after = std::upper_bound(
        m_cells.begin(), m_cells.end(), position, [](qsizetype wanted, const Cell& cell) { return wanted < cell.start; });
    if (after == m_cells.begin())
        return 0;
    return m_rowTops[size_t(after - m_cells.begin() - 1) / columnCount()];
}

BlockHit TableLayout::hit(const QPointF& point)
{
    if (m_scroll.isNeeded() && trackRect().contains(point))
        return {.isScrollBar = true};
    const QPointF inside = inTable(point);
    const size_t cell = cellAt(inside);
    if (cell >= m_cells.size())
        return {};
    return {.link = m_cells[cell].text->linkAt(inside - textOrigin(cell)), .isText = inside.x() < m_columnLefts.back()};
}

QRectF TableLayout::trackRect() const
{
    return QRectF(0, m_rowTops.back(), m_width, SidewaysScroll::Thickness);
}

size_t TableLayout::rowAt(qreal y) const
{
    const auto after = std::upper_bound(m_rowTops.begin(), m_rowTops.end(), y);
    const auto row = std::max(after - m_rowTops.begin() - 1, std::ptrdiff_t(0));
    return std::min(size_t(row), rowCount() - 1);
}

size_t TableLayout::cellAt(const QPointF& inTable) const
{
    if (m_cells.empty())
        return 0;
    const auto after = std::upper_bound(m_columnLefts.begin(), m_columnLefts.end(), inTable.x());
    const auto column = std::max(after - m_columnLefts.begin() - 1, std::ptrdiff_t(0));
    return rowAt(inTable.y()) * columnCount() + std::min(size_t(column), columnCount() - 1);
}

QPointF TableLayout::textOrigin(size_t cell) const
{
    return {m_columnLefts[cell % columnCount()] + HorizontalPadding, m_rowTops[cell / columnCount()] + VerticalPadding};
}

}
