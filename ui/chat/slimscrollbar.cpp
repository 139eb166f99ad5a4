#include "ui/chat/slimscrollbar.h"

#include "ui/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionSlider>

namespace sluice {

namespace {

constexpr int Thickness = 12;
constexpr qreal Margin = 3;

}

SlimScrollBar::SlimScrollBar(QWidget* parent)
    : QScrollBar(Qt::Vertical, parent)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_Hover);
}

QSize SlimScrollBar::sizeHint() const
{
    return {Thickness, QScrollBar::sizeHint().height()};
}

void SlimScrollBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().background);
    if (maximum() <= minimum())
        return;
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect handle = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, this);
    QColor color = currentTheme().mutedText;
    color.setAlphaF(isSliderDown() || underMouse() ? 0.8F : 0.4F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QRectF pill = QRectF(handle).adjusted(Margin, 2, -Margin, -2);
    painter.drawRoundedRect(pill, pill.width() / 2, pill.width() / 2);
}

}
