#include "ui/wrappingcheckbox.h"

#include <QStyleOptionButton>
#include <QStylePainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Gap = 8; // px: between indicator and text
constexpr int Flags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

}

WrappingCheckBox::WrappingCheckBox(const QString& text, QWidget* parent)
    : QCheckBox(text, parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

/// Beside the indicator, as high as its lines.
QRect WrappingCheckBox::textRect(int width) const
{
    const int left = style()->pixelMetric(QStyle::PM_IndicatorWidth, nullptr, this) + Gap;
    constexpr int Endless = 10'000; // px
    return fontMetrics().boundingRect(QRect(left, 0, std::max(1, width - left), Endless), Flags, text());
}

QSize WrappingCheckBox::minimumSizeHint() const
{
    return {8 * fontMetrics().averageCharWidth(), fontMetrics().height()};
}

int WrappingCheckBox::heightForWidth(int width) const
{
    return std::max(textRect(width).height(), style()->pixelMetric(QStyle::PM_IndicatorHeight, nullptr, this));
}

void WrappingCheckBox::paintEvent(QPaintEvent* /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const QSize box(style()->pixelMetric(QStyle::PM_IndicatorWidth, &option, this),
        style()->pixelMetric(QStyle::PM_IndicatorHeight, &option, this));
    const QRect words = textRect(width());
    // Beside the first line.
    option.rect = QRect(QPoint(0, std::max(0, (fontMetrics().height() - box.height()) / 2)), box);
    painter.drawPrimitive(QStyle::PE_IndicatorCheckBox, option);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(QRect(words.left(), 0, width() - words.left(), height()), Flags, text());
}

}
