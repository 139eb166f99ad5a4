// The part of MessageLayout that shows where a broken answer went on: a mark in the margin beside each place, and a line at the
// end.

#include "ui/chat/messagelayout.h"

#include "ui/chat/answerstripview.h"
#include "ui/chat/seamwords.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype MostMarked = 64; // what breaks off more often is told by the line alone
constexpr int MarkWidth = 16; // px; of what the mouse finds, beside the column
constexpr int MarkHeight = 24;
constexpr qreal MarkRadius = 3;
constexpr qreal MarkDistance = 8; // of its middle from the text

// The part of the text that a place is in.
size_t partAt(const std::vector<MarkdownDocument::Part>& parts, qint64 place)
{
    const auto after =
        std::ranges::upper_bound(parts, place, {}, [](const MarkdownDocument::Part& part) { return qint64(part.piece.start); });
    return after == parts.begin() ? 0 : size_t(after - parts.begin() - 1);
}

}

void MessageLayout::readSeams(const QList<Seam>& seams)
{
    std::vector<SeamMark> marks;
    for (const Seam& seam : seams.first(std::min(seams.size(), MostMarked))) {
        const size_t part = partAt(m_answerDocument.parts(), seam.textAt);
        if (marks.empty() || marks.back().part != part)
            marks.push_back({.part = part, .seams = {}});
        marks.back().seams.append(seam);
    }
    // A mark may come or move where nothing else changes.
    if (std::exchange(m_seamMarks, marks) != marks)
        m_firstChange = 0;
    if (std::exchange(m_seams, seams) != seams)
        m_seamText = seamLine(seams);
}

QRect MessageLayout::placeOf(const SeamMark& mark) const
{
    return {m_column.left - MarkWidth, int(m_answerOrigin.y()) + m_answer.topOfPart(mark.part), MarkWidth, MarkHeight};
}

void MessageLayout::paintSeams(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    const QRectF clip = paint.text.clip.translated(-origin);
    for (const SeamMark& mark : m_seamMarks) {
        const QRectF place = placeOf(mark);
        if (!clip.intersects(place))
            continue;
        const QPointF center = origin + QPointF(m_column.left - MarkDistance, place.center().y());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.mutedText);
        painter.drawPolygon(QPolygonF({center - QPointF(MarkRadius, 0), center - QPointF(0, MarkRadius),
            center + QPointF(MarkRadius, 0), center + QPointF(0, MarkRadius)}));
    }
    if (m_seamLine.isNull() || !clip.intersects(m_seamLine))
        return;
    painter.setFont(theme.small);
    painter.setPen(theme.mutedText);
    painter.drawText(QRectF(m_seamLine).translated(origin), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(theme.small).elidedText(m_seamText, Qt::ElideRight, m_seamLine.width()));
}

QString MessageLayout::toolTipAt(const QPoint& point) const
{
    if (isOnStrip(point))
        return stripSentences(m_figures);
    if (m_seamLine.contains(point))
        return seamSentences(m_seams);
    const auto mark =
        std::ranges::find_if(m_seamMarks, [&](const SeamMark& candidate) { return placeOf(candidate).contains(point); });
    return mark == m_seamMarks.end() ? QString() : seamSentences(mark->seams);
}

}
