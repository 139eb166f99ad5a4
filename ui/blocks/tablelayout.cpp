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

// Columns that want no more than their fair share get it; the others share what is left by what they want, but not below their
// longest word as long as there is room for those.
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
        const qreal share =
            narrowestRest >= rest ? narrowest[i] / narrowestRest : (wanted[i] - narrowest[i]) / (wantedRest - narrowestRest);
        widths[i] =
            std::max(1.0, std::floor(narrowestRest >= rest ? rest * share : narrowest[i] + (rest - narrowestRest) * share));
    }
    return widths;
}

}

TableLayout::TableLayout(const MarkdownBlock& block, const Context& context)
{
    setCells(block, context);
}

bool TableLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Table || block.columns != m_columns)
        return false;
    setCells(block, context);
    return true;
}

void TableLayout::setCells(const MarkdownBlock& block, const Context& context)
{
    m_columns = block.columns;
    m_cells.resize(size_t(block.cells.size()));
    TextStyle style = context.isMuted ? mutedStyle(context.theme) : bodyStyle(context.theme);
    TextStyle headerStyle = style;
    headerStyle.font.setWeight(QFont::DemiBold);
    m_length = 0;
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell& cell = m_cells[i];
        const InlineText& text = block.cells[qsizetype(i)];
        if (!cell.text || cell.text->content() != text) {
            cell.text = std::make_unique<RichText>(text, i < columnCount() ? headerStyle : style, context.theme);
            cell.text->layOutUnbroken();
            cell.wanted = cell.text->usedWidth() + 1;
            cell.narrowest = std::min({cell.wanted, std::ceil(cell.text->narrowestWidth()) + 1, MostForAWord});
            cell.laidOutFor = -1;
        }
        cell.start = m_length;
        m_length += cell.text->length() + 1;
    }
    m_length = std::max(m_length - 1, qsizetype(0));
    placeColumns(context.width);
    placeRows();
}

void TableLayout::placeColumns(int width)
{
    const size_t columns = columnCount();
    std::vector<qreal> wanted(columns);
    std::vector<qreal> narrowest(columns);
    for (size_t i = 0; i < m_cells.size(); ++i) {
        wanted[i % columns] = std::max(wanted[i % columns], m_cells[i].wanted);
        narrowest[i % columns] = std::max(narrowest[i % columns], m_cells[i].narrowest);
    }
    const std::vector<qreal> widths = shareWidth(wanted, narrowest, width - 2 * HorizontalPadding * qreal(columns));
    m_columnLefts.assign(1, 0);
    for (const qreal columnWidth : widths)
        m_columnLefts.push_back(m_columnLefts.back() + columnWidth + 2 * HorizontalPadding);
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

void TableLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    const qreal width = m_columnLefts.back();
    for (size_t row = rowAt(paint.text.clip.top() - origin.y()); row < rowCount(); ++row) {
        const qreal top = origin.y() + m_rowTops[row];
        if (top > paint.text.clip.bottom())
            return;
        const qreal bottom = origin.y() + m_rowTops[row + 1] - 1;
        if (row + 1 < rowCount())
            painter.fillRect(QRectF(origin.x(), bottom, width, 1), row == 0 ? theme.quoteBar : theme.border);
        for (size_t i = row * columnCount(); i < std::min((row + 1) * columnCount(), m_cells.size()); ++i)
            m_cells[i].text->paint(
                painter, origin + textOrigin(i), paint.text.shifted(m_cells[i].start, m_cells[i].text->length()));
    }
}

qsizetype TableLayout::positionAt(const QPointF& point) const
{
    const size_t cell = cellAt(point);
    return cell < m_cells.size() ? m_cells[cell].start + m_cells[cell].text->positionAt(point - textOrigin(cell)) : 0;
}

qreal TableLayout::lineTop(qsizetype position) const
{
    const auto after = std::upper_bound(
        m_cells.begin(), m_cells.end(), position, [](qsizetype wanted, const Cell& cell) { return wanted < cell.start; });
    if (after == m_cells.begin())
        return 0;
    return m_rowTops[size_t(after - m_cells.begin() - 1) / columnCount()];
}

BlockHit TableLayout::hit(const QPointF& point) const
{
    const size_t cell = cellAt(point);
    if (cell >= m_cells.size())
        return {};
    return {.link = m_cells[cell].text->linkAt(point - textOrigin(cell)), .isText = point.x() < m_columnLefts.back()};
}

QString TableLayout::text(qsizetype from, qsizetype to) const
{
    QString out;
    for (size_t i = 0; i < m_cells.size(); ++i) {
        const Cell& cell = m_cells[i];
        const qsizetype length = cell.text->length();
        if (cell.start + length < from || cell.start > to)
            continue;
        const qsizetype first = std::clamp(from - cell.start, qsizetype(0), length);
        out += cell.text->content().text.sliced(first, std::clamp(to - cell.start, first, length) - first);
        if (cell.start + length < to && i + 1 < m_cells.size())
            out += (i + 1) % columnCount() == 0 ? u'\n' : u'\t';
    }
    return out.replace(QChar::LineSeparator, u' ');
}

size_t TableLayout::rowAt(qreal y) const
{
    const auto after = std::upper_bound(m_rowTops.begin(), m_rowTops.end(), y);
    const auto row = std::max(after - m_rowTops.begin() - 1, std::ptrdiff_t(0));
    return std::min(size_t(row), rowCount() - 1);
}

size_t TableLayout::cellAt(const QPointF& point) const
{
    if (m_cells.empty())
        return 0;
    const auto after = std::upper_bound(m_columnLefts.begin(), m_columnLefts.end(), point.x());
    const auto column = std::max(after - m_columnLefts.begin() - 1, std::ptrdiff_t(0));
    return rowAt(point.y()) * columnCount() + std::min(size_t(column), columnCount() - 1);
}

QPointF TableLayout::textOrigin(size_t cell) const
{
    return {m_columnLefts[cell % columnCount()] + HorizontalPadding, m_rowTops[cell / columnCount()] + VerticalPadding};
}

}
