// The part of RichText that paints it.

#include "ui/blocks/richtext.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr qreal CodePadding = 3; // px

}

TextPaint TextPaint::shifted(qsizetype by, qsizetype length) const
{
    TextPaint part = *this;
    part.selectionStart = std::clamp(selectionStart - by, qsizetype(0), length);
    part.selectionEnd = std::clamp(selectionEnd - by, qsizetype(0), length);
    part.markShift = markShift + by;
    part.focusedLink = focusedLink < by ? -1 : focusedLink - by;
    return part;
}

void RichText::paint(QPainter& painter, const QPointF& origin, const TextPaint& paint) const
{
    const auto [from, to] = visibleRange(paint.clip.translated(-origin));
    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(paint.theme.codeBackground);
    forEachSpan(from, to, [&](const InlineSpan& span, const QRectF& rect) {
        if (span.styles & InlineStyle::Code)
            painter.drawRoundedRect(rect.translated(origin).adjusted(-CodePadding, 2, CodePadding - 2, -2), 4, 4);
    });
    paintMarks(painter, origin, paint, from, to);
    if (paint.selectionEnd > paint.selectionStart) {
        forEachRect(std::max(from, paint.selectionStart), std::min(to, paint.selectionEnd),
            [&](const QRectF& rect) { painter.fillRect(rect.translated(origin), paint.theme.selection); });
    }

    painter.setPen(m_style.color);
    m_layout.draw(&painter, origin, currentMark(paint), paint.clip.adjusted(0, -m_overhang, 0, m_overhang));

    forEachSpan(from, to, [&](const InlineSpan& span, const QRectF& rect) {
        if (span.href.isEmpty())
            return;
        QColor line = paint.theme.link;
        line.setAlphaF(span.href == paint.hoveredLink ? 1.0F : 0.35F);
        const qreal y = rect.bottom() - std::round(rect.height() * 0.16);
        painter.fillRect(QRectF(rect.left(), y, rect.width(), 1).translated(origin), line);
        if (span.start != paint.focusedLink)
            return;
        painter.setPen(QPen(paint.theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.translated(origin).adjusted(-1.5, 1.5, 1.5, -1.5), 3, 3);
    });
}

void RichText::paintMarks(QPainter& painter, const QPointF& origin, const TextPaint& paint, qsizetype from, qsizetype to) const
{
    const auto first = std::partition_point(
        paint.marks.begin(), paint.marks.end(), [&](const TextMark& mark) { return mark.end - paint.markShift <= from; });
    for (auto mark = first; mark != paint.marks.end() && mark->start - paint.markShift < to; ++mark) {
        const QColor& color = mark->isCurrent ? paint.theme.findMarkCurrent : paint.theme.findMark;
        forEachRect(std::max(from, mark->start - paint.markShift), std::min(to, mark->end - paint.markShift),
            [&](const QRectF& rect) { painter.fillRect(rect.translated(origin).adjusted(0, 1, 0, -1), color); });
    }
}

// Its colour is too strong for links and for the colours of code: text on it is plain.
QList<QTextLayout::FormatRange> RichText::currentMark(const TextPaint& paint) const
{
    const auto current =
        std::find_if(paint.marks.begin(), paint.marks.end(), [](const TextMark& mark) { return mark.isCurrent; });
    if (current == paint.marks.end())
        return {};
    const qsizetype start = std::clamp(current->start - paint.markShift, qsizetype(0), length());
    const qsizetype end = std::clamp(current->end - paint.markShift, qsizetype(0), length());
    if (start == end)
        return {};
    QTextCharFormat format;
    format.setForeground(paint.theme.text);
    return {{int(start), int(end - start), format}};
}

}
