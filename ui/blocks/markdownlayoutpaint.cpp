// The part of MarkdownLayout that paints.

#include "ui/blocks/markdownlayout.h"

#include "ui/blocks/listmarker.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

qsizetype sharedFrames(const MarkdownBlock& a, const MarkdownBlock& b)
{
    const auto differ = std::mismatch(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(),
        [](const BlockFrame& x, const BlockFrame& y) { return x.id == y.id; });
    return differ.first - a.frames.begin();
}

}

void MarkdownLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    if (m_items.empty())
        return;
    size_t index = size_t(m_heights.rowAt(qint64(paint.text.clip.top() - origin.y())));
    qreal y = origin.y() + qreal(m_heights.top(int(index)));
    for (; index < m_items.size() && y <= paint.text.clip.bottom(); ++index) {
        const Item& item = m_items[index];
        const QPointF at(origin.x() + item.left, y + item.gap);
        y += m_heights.height(int(index));
        if (!m_heights.isMeasured(int(index)))
            continue;
        paintFrames(painter, QPointF(origin.x(), at.y()), index, paint.text.theme);
        const bool isHovered = qsizetype(index) == paint.hoveredBlock;
        item.layout->paint(painter, at,
            {.text = paint.text.shifted(item.start, item.length),
                .isHovered = isHovered,
                .isCopyHovered = isHovered && paint.isCopyHovered,
                .isCopyFocused = isHovered && paint.isCopyFocused,
                .isCopied = qsizetype(index) == paint.copiedBlock});
    }
}

// \a origin: left edge of the message, top of the block.
void MarkdownLayout::paintFrames(QPainter& painter, const QPointF& origin, size_t index, const Theme& theme) const
{
    const Item& item = m_items[index];
    const MarkdownBlock& block = blockOf(item);
    const Item* previous = index > 0 && m_items[index - 1].part == item.part ? &m_items[index - 1] : nullptr;
    const qsizetype shared = previous ? sharedFrames(blockOf(*previous), block) : 0;
    const int lineHeight = bodyStyle(theme).lineHeight;
    qreal left = origin.x();
    int depth = 0;
    for (qsizetype i = 0; i < block.frames.size() && left - origin.x() < item.left; ++i) {
        const BlockFrame& frame = block.frames[i];
        if (frame.kind == BlockFrame::Kind::Quote) {
            const int above = i < shared ? item.gap : 0;
            painter.fillRect(QRectF(left, origin.y() - above, 3, item.layout->height() + above), theme.quoteBar);
            left += QuoteIndent;
            continue;
        }
        if (frame.isFirst)
            paintListMarker(painter, QRectF(left, origin.y(), ItemIndent - 8, lineHeight), frame, depth, theme);
        left += ItemIndent;
        ++depth;
    }
}

}
