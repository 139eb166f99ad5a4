#include "ui/chat/textbutton.h"

#include "ui/theme.h"

#include <QPainter>

namespace sluice {

TextButton::TextButton(const QString& text, QWidget* parent)
    : QPushButton(text, parent)
{
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

QSize TextButton::sizeHint() const
{
    constexpr int Height = 24; // px
    return {QFontMetrics(currentTheme().small).horizontalAdvance(text()) + 2 * Padding, currentTheme().forText(Height)};
}

void TextButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = currentTheme();
    const bool isPointedAt = isEnabled() && (underMouse() || isDown());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isPointedAt || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(isPointedAt ? QBrush(theme.hover) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    painter.setFont(theme.small);
    painter.setPen(!isEnabled() ? theme.border : isPointedAt ? theme.text : theme.mutedText);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

}
