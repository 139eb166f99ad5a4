#include "ui/blocks/markdownlayout.h"

#include "ui/blocks/listmarker.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int QuoteIndent = 16;
constexpr int ItemIndent = 28;
constexpr int NarrowestText = 120; // deep nesting stops indenting rather than squeezing the text to nothing

int indentOf(const MarkdownBlock& block, int width)
{
    int indent = 0;
    for (const BlockFrame& frame : block.frames)
        indent += frame.kind == BlockFrame::Kind::Quote ? QuoteIndent : ItemIndent;
    return std::clamp(indent, 0, std::max(0, width - NarrowestText));
}

MarkdownBlock shapeOf(const MarkdownBlock& block)
{
    return {.kind = block.kind, .level = block.level, .isTight = block.isTight, .frames = block.frames};
}

qsizetype sharedFrames(const MarkdownBlock& a, const MarkdownBlock& b)
{
    const auto differ = std::mismatch(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(),
        [](const BlockFrame& x, const BlockFrame& y) { return x.id == y.id; });
    return differ.first - a.frames.begin();
}

QString markerText(const BlockFrame& frame)
{
    switch (frame.kind) {
    case BlockFrame::Kind::Number:
        return QString::number(frame.number) + ". "_L1;
    case BlockFrame::Kind::TaskOpen:
        return u"- [ ] "_s;
    case BlockFrame::Kind::TaskDone:
        return u"- [x] "_s;
    case BlockFrame::Kind::Bullet:
        return u"- "_s;
    default:
        return {};
    }
}

}

void MarkdownLayout::clear()
{
    m_items.clear();
    m_parts.clear();
    m_height = 0;
}

void MarkdownLayout::update(const std::vector<MarkdownDocument::Part>& parts, const BlockLayout::Context& context)
{
    if (context.width != m_width)
        clear();
    m_width = context.width;
    size_t same = 0;
    while (same < m_parts.size() && same < parts.size() && m_parts[same].revision == parts[same].revision)
        ++same;

    const size_t firstItem = same < m_parts.size() ? m_parts[same].firstItem : m_items.size();
    std::vector<Item> old(
        std::make_move_iterator(m_items.begin() + std::ptrdiff_t(firstItem)), std::make_move_iterator(m_items.end()));
    m_items.resize(firstItem);
    m_parts.resize(same);
    // Text is only ever added at the end, so that the n-th block is most often what the n-th was, whichever part it is in by now.
    size_t next = 0;
    for (size_t i = same; i < parts.size(); ++i) {
        m_parts.push_back({.revision = parts[i].revision, .isClipped = parts[i].piece.isClipped, .firstItem = m_items.size()});
        for (const MarkdownBlock& block : parts[i].blocks) {
            const int left = indentOf(block, m_width);
            const BlockLayout::Context inner {.theme = context.theme, .width = m_width - left, .isMuted = context.isMuted};
            Item* previous = next < old.size() ? &old[next++] : nullptr;
            const bool isReused = previous && previous->left == left && previous->layout->update(block, inner);
            add(block, isReused ? std::move(previous->layout) : BlockLayout::create(block, inner), left);
        }
    }
    m_height = m_items.empty() ? 0 : m_items.back().bottom();
}

void MarkdownLayout::add(const MarkdownBlock& block, std::unique_ptr<BlockLayout> layout, int left)
{
    Item item {.layout = std::move(layout), .shape = shapeOf(block), .part = int(m_parts.size()) - 1, .left = left};
    item.gap = gapBefore(item.shape);
    if (!m_items.empty()) {
        item.top = m_items.back().bottom() + item.gap;
        item.start = m_items.back().start + m_items.back().layout->length() + 1;
    }
    m_items.push_back(std::move(item));
}

int MarkdownLayout::gapBefore(const MarkdownBlock& shape) const
{
    using Kind = MarkdownBlock::Kind;
    if (m_items.empty())
        return 0;
    const Item& previous = m_items.back();
    const bool isNewPart = previous.part != int(m_parts.size()) - 1;
    if (isNewPart && m_parts[size_t(previous.part)].isClipped)
        return 0;
    if (shape.kind == Kind::Heading)
        return shape.level <= 2 ? 28 : 20;
    if (shape.kind == Kind::Rule || previous.shape.kind == Kind::Rule)
        return 20;
    if (previous.shape.kind == Kind::Heading)
        return 8;
    if (shape.isTight && !previous.shape.frames.isEmpty() && shape.kind == Kind::Paragraph
        && previous.shape.kind == Kind::Paragraph)
        return 4;
    const bool startsList = !shape.frames.isEmpty() && previous.shape.frames.isEmpty();
    return startsList && shape.frames.first().kind != BlockFrame::Kind::Quote ? 8 : 12;
}

qsizetype MarkdownLayout::length() const
{
    return m_items.empty() ? 0 : m_items.back().start + m_items.back().layout->length();
}

int MarkdownLayout::usedWidth() const
{
    qreal width = 0;
    for (const Item& item : m_items)
        width = std::max(width, item.left + item.layout->usedWidth());
    return int(width);
}

void MarkdownLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    for (size_t i = itemAtY(paint.text.clip.top() - origin.y()); i < m_items.size(); ++i) {
        const Item& item = m_items[i];
        const QPointF at = origin + QPointF(item.left, item.top);
        if (at.y() - item.gap > paint.text.clip.bottom())
            return;
        paintFrames(painter, origin, i, paint.text.theme);
        const bool isHovered = qsizetype(i) == paint.hoveredBlock;
        item.layout->paint(painter, at,
            {.text = paint.text.shifted(item.start, item.layout->length()),
                .isHovered = isHovered,
                .isCopyHovered = isHovered && paint.isCopyHovered,
                .isCopied = qsizetype(i) == paint.copiedBlock});
    }
}

void MarkdownLayout::paintFrames(QPainter& painter, const QPointF& origin, size_t index, const Theme& theme) const
{
    const Item& item = m_items[index];
    const Item* previous = index > 0 && m_items[index - 1].part == item.part ? &m_items[index - 1] : nullptr;
    const qsizetype shared = previous ? sharedFrames(previous->shape, item.shape) : 0;
    const int lineHeight = bodyStyle(theme).lineHeight;
    qreal left = origin.x();
    int depth = 0;
    for (qsizetype i = 0; i < item.shape.frames.size() && left - origin.x() < item.left; ++i) {
        const BlockFrame& frame = item.shape.frames[i];
        if (frame.kind == BlockFrame::Kind::Quote) {
            const int above = i < shared ? item.gap : 0;
            const QRectF bar(left, origin.y() + item.top - above, 3, item.layout->height() + above);
            painter.fillRect(bar, theme.quoteBar);
            left += QuoteIndent;
            continue;
        }
        if (frame.isFirst)
            paintListMarker(painter, QRectF(left, origin.y() + item.top, ItemIndent - 8, lineHeight), frame, depth, theme);
        left += ItemIndent;
        ++depth;
    }
}

qsizetype MarkdownLayout::positionAt(const QPointF& point) const
{
    if (m_items.empty())
        return 0;
    const Item& item = m_items[itemAtY(point.y())];
    if (point.y() >= item.bottom())
        return item.start + item.layout->length();
    return item.start + item.layout->positionAt(point - QPointF(item.left, item.top));
}

qreal MarkdownLayout::lineTop(qsizetype position) const
{
    if (m_items.empty())
        return 0;
    const Item& item = m_items[itemAtPosition(position)];
    return item.top + item.layout->lineTop(position - item.start);
}

MarkdownLayout::Hit MarkdownLayout::hit(const QPointF& point) const
{
    if (m_items.empty())
        return {};
    const size_t index = itemAtY(point.y());
    const Item& item = m_items[index];
    if (point.y() < item.top || point.y() >= item.bottom())
        return {};
    return {.block = qsizetype(index), .inBlock = item.layout->hit(point - QPointF(item.left, item.top))};
}

QString MarkdownLayout::text(qsizetype from, qsizetype to) const
{
    QString out;
    for (size_t i = m_items.empty() ? 0 : itemAtPosition(from); i < m_items.size() && m_items[i].start < to; ++i) {
        const Item& item = m_items[i];
        const qsizetype first = std::clamp(from - item.start, qsizetype(0), item.layout->length());
        if (first == 0 && from <= item.start) {
            if (!out.isEmpty())
                out += separatorBefore(i);
            for (const BlockFrame& frame : item.shape.frames) {
                const QString marker = markerText(frame);
                out += frame.isFirst ? marker : marker.isEmpty() ? QString() : u"  "_s;
            }
        }
        out += item.layout->text(first, std::clamp(to - item.start, first, item.layout->length()));
    }
    return out;
}

QString MarkdownLayout::plainText(qsizetype from, qsizetype to) const
{
    if (m_items.empty())
        return {};
    const Item& item = m_items[itemAtPosition(from)];
    return item.layout->text(from - item.start, std::min(to - item.start, item.layout->length()));
}

QString MarkdownLayout::separatorBefore(size_t index) const
{
    const Item& item = m_items[index];
    const Item& previous = m_items[index - 1];
    if (item.gap == 0)
        return m_parts[size_t(previous.part)].isClipped && previous.part != item.part ? QString() : u"\n"_s;
    return item.shape.isTight && !previous.shape.frames.isEmpty() ? u"\n"_s : u"\n\n"_s;
}

QString MarkdownLayout::blockText(qsizetype block) const
{
    const BlockLayout& layout = *m_items[size_t(block)].layout;
    return layout.text(0, layout.length());
}

std::pair<qsizetype, qsizetype> MarkdownLayout::blockRange(qsizetype position) const
{
    if (m_items.empty())
        return {};
    const Item& item = m_items[itemAtPosition(position)];
    return {item.start, item.start + item.layout->length()};
}

size_t MarkdownLayout::itemAtPosition(qsizetype position) const
{
    const auto after = std::upper_bound(
        m_items.begin(), m_items.end(), position, [](qsizetype wanted, const Item& item) { return wanted < item.start; });
    return after == m_items.begin() ? 0 : size_t(after - m_items.begin() - 1);
}

size_t MarkdownLayout::itemAtY(qreal y) const
{
    const auto after =
        std::upper_bound(m_items.begin(), m_items.end(), y, [](qreal wanted, const Item& item) { return wanted < item.top; });
    return after == m_items.begin() ? 0 : size_t(after - m_items.begin() - 1);
}

}
