// The part of MessageLayout that paints.

#include "ui/chat/messagelayout.h"

#include "ui/chat/answerstripview.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace sluice {

namespace {

constexpr qreal CardRadius = 12;
constexpr int SectionGap = 8;

// The bar beside the message that the keyboard is on.
struct FocusMark
{
    static constexpr int Distance = 12;
    static constexpr int Width = 2;
};

void paintFocus(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

void paintChevron(QPainter& painter, const QPointF& center, bool isOpen, const QColor& color)
{
    QPainterPath path;
    if (isOpen) {
        path.moveTo(center + QPointF(-4, -2));
        path.lineTo(center + QPointF(0, 2));
        path.lineTo(center + QPointF(4, -2));
    } else {
        path.moveTo(center + QPointF(-2, -4));
        path.lineTo(center + QPointF(2, 0));
        path.lineTo(center + QPointF(-2, 4));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

}

void MessageLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    const QRectF clip = paint.text.clip.translated(-origin);
    painter.setRenderHint(QPainter::Antialiasing);
    if (paint.isFocused) {
        const QRectF mark(m_column.left - FocusMark::Distance, rowPadding(), FocusMark::Width, m_height - 2 * rowPadding());
        painter.fillRect(
            mark.translated(origin), theme.accent); // square: it grows with the text, and only what is new is painted
    }
    if (!m_card.isNull() && clip.intersects(m_card)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.userCard);
        painter.drawRoundedRect(QRectF(m_card).translated(origin), CardRadius, CardRadius);
    }
    if (!m_attachments.isEmpty())
        m_attachments.paint(painter, origin + m_attachmentsOrigin, paint.text.clip, theme, paint.hovered.attachment);
    if (m_hasReasoning)
        paintReasoning(painter, origin, paint);
    const bool isHovered = !paint.hovered.isInReasoning;
    const bool isCopied = paint.copied.kind == MessageHit::Kind::CopyCode && !paint.copied.isInReasoning;
    m_answer.paint(painter, origin + m_answerOrigin,
        {.text = paint.text.shifted(m_answerStart, m_answer.length()),
            .hoveredBlock = isHovered ? paint.hovered.block : -1,
            .isCopyHovered = paint.hovered.kind == MessageHit::Kind::CopyCode,
            .isCopyFocused = paint.focused.hit.kind == MessageHit::Kind::CopyCode,
            .copiedBlock = isCopied ? paint.copied.block : -1});
    if (m_note && clip.bottom() > m_noteOrigin.y())
        m_note->paint(painter, origin + m_noteOrigin, paint.text.shifted(length(), 0));
    if (!m_seamText.isEmpty())
        paintSeams(painter, origin, paint);
    if (hasStrip() && clip.intersects(m_strip))
        paintStrip(painter, origin + m_strip.topLeft(), m_figures.strip, theme);
    if (paint.focused.hit.kind == MessageHit::Kind::Strip)
        paintFocus(painter, QRectF(m_strip).translated(origin).adjusted(-4, -4, 4, 4), theme);
    if (!m_footer.isNull() && m_card.isNull() && clip.intersects(m_footer)) {
        painter.setFont(theme.small);
        painter.setPen(theme.mutedText);
        const QRectF room = QRectF(m_footer).translated(origin).adjusted(0, 0, -m_actionsRoom, 0);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(theme.small).elidedText(m_footerText, Qt::ElideRight, int(room.width())));
    }
}

void MessageLayout::paintReasoning(QPainter& painter, const QPointF& origin, const Paint& paint) const
{
    const Theme& theme = paint.text.theme;
    const QRectF toggle = QRectF(m_reasoningToggle).translated(origin);
    const QColor color = paint.hovered.kind == MessageHit::Kind::ReasoningToggle ? theme.text : theme.mutedText;
    if (toggle.intersects(paint.text.clip)) {
        paintChevron(painter, QPointF(toggle.left() + 5, toggle.center().y()), m_isReasoningOpen, color);
        painter.setFont(theme.small);
        painter.setPen(color);
        painter.drawText(toggle.adjusted(ReasoningIndent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_reasoningTitle);
        if (paint.focused.hit.kind == MessageHit::Kind::ReasoningToggle)
            paintFocus(painter, toggle.adjusted(-4, 0, 4, 0), theme);
    }
    const QPointF textOrigin = origin + m_reasoningOrigin;
    if (!m_isReasoningOpen || paint.text.clip.top() > textOrigin.y() + m_reasoning.height() + SectionGap)
        return;
    painter.fillRect(QRectF(textOrigin.x() - ReasoningIndent + 4, textOrigin.y(), 2, m_reasoning.height()), theme.border);
    const bool isCopied = paint.copied.kind == MessageHit::Kind::CopyCode && paint.copied.isInReasoning;
    m_reasoning.paint(painter, textOrigin,
        {.text = paint.text.shifted(0, m_reasoning.length()),
            .hoveredBlock = paint.hovered.isInReasoning ? paint.hovered.block : -1,
            .isCopyHovered = paint.hovered.kind == MessageHit::Kind::CopyCode,
            .isCopyFocused = paint.focused.hit.kind == MessageHit::Kind::CopyCode,
            .copiedBlock = isCopied ? paint.copied.block : -1});
}

}
