#include "ui/settings/previewtext.h"

#include "ui/theme.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Padding = 12; // px
constexpr int Lines = 7;
constexpr int LeastWidth = 120;

/// Lines stand on a grid: Chinese text would make its own higher, and the two sides of a comparison would not be level.
int lineHeight()
{
    return currentTheme().small.pixelSize() * 3 / 2;
}

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
    return {2 * LeastWidth, Lines * lineHeight() + 2 * Padding};
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
    painter.setPen(theme.text);
    QTextLayout layout(QString(m_text).replace(u'\n', QChar::LineSeparator), theme.small);
    layout.setCacheEnabled(true);
    const QFontMetrics metrics(theme.small);
    const int baseline = (lineHeight() - metrics.height()) / 2 + metrics.ascent();
    int lines = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(inner.width());
        line.setPosition({0, lines * lineHeight() + baseline - line.ascent()});
        ++lines;
    }
    layout.endLayout();
    layout.draw(&painter, inner.topLeft() - QPointF(0, std::max(0, lines - Lines) * lineHeight()));
}

}
