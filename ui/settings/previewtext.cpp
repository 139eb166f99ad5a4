#include "ui/settings/previewtext.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Padding = 12; // px
constexpr int Lines = 7;
constexpr int LeastWidth = 120;

}

PreviewText::PreviewText(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PreviewText::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    update();
}

QSize PreviewText::sizeHint() const
{
    return {2 * LeastWidth, Lines * QFontMetrics(currentTheme().small).lineSpacing() + 2 * Padding};
}

QSize PreviewText::minimumSizeHint() const
{
    return {LeastWidth, sizeHint().height()};
}

void PreviewText::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(rect(), theme.radius, theme.radius);

    const QRect inner = rect().adjusted(Padding, Padding, -Padding, -Padding);
    painter.setClipRect(inner);
    painter.setFont(theme.small);
    painter.setPen(theme.text);
    constexpr int Flags = Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop;
    const int height = painter.boundingRect(QRect(inner.topLeft(), QSize(inner.width(), 10000)), Flags, m_text).height();
    painter.drawText(inner.adjusted(0, std::min(0, inner.height() - height), 0, 0), Flags, m_text);
}

}
