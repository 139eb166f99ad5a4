#include "ui/blocks/listmarker.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace sluice {

namespace {

constexpr qreal BulletSize = 5;
constexpr qreal CheckBoxSize = 14;

// On the base line of the text beside it, which RichText puts in the middle of its line in the same way.
void paintNumber(QPainter& painter, const QRectF& box, unsigned number, const Theme& theme)
{
    const QString text = QString::number(number) + u'.';
    const QFontMetricsF metrics(theme.body);
    const qreal baseLine = box.top() + std::floor((box.height() - metrics.height()) / 2) + metrics.ascent();
    painter.setFont(theme.body);
    painter.setPen(theme.mutedText);
    painter.drawText(QPointF(box.right() - metrics.horizontalAdvance(text), baseLine), text);
}

void paintBullet(QPainter& painter, const QRectF& box, int depth, const QColor& color)
{
    const QRectF bullet(box.right() - BulletSize, box.center().y() - BulletSize / 2, BulletSize, BulletSize);
    painter.setPen(depth == 1 ? QPen(color, 1.2) : QPen(Qt::NoPen));
    painter.setBrush(depth == 1 ? QBrush(Qt::NoBrush) : QBrush(color));
    if (depth < 2)
        painter.drawEllipse(bullet);
    else
        painter.drawRect(bullet.adjusted(0.5, 0.5, -0.5, -0.5));
}

void paintCheckBox(QPainter& painter, const QRectF& box, bool isChecked, const Theme& theme)
{
    const QRectF square(box.right() - CheckBoxSize + 1.5, box.center().y() - CheckBoxSize / 2 + 0.5, CheckBoxSize, CheckBoxSize);
    painter.setPen(QPen(isChecked ? theme.accent : theme.mutedText, 1.2));
    painter.setBrush(isChecked ? QBrush(theme.accent) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(square, 3, 3);
    if (!isChecked)
        return;
    QPainterPath check(square.topLeft() + QPointF(3.2, 7.4));
    check.lineTo(square.topLeft() + QPointF(5.9, 10));
    check.lineTo(square.topLeft() + QPointF(10.8, 4.4));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.background, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(check);
}

}

void paintListMarker(QPainter& painter, const QRectF& box, const BlockFrame& frame, int depth, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    switch (frame.kind) {
    case BlockFrame::Kind::Number:
        paintNumber(painter, box, frame.number, theme);
        break;
    case BlockFrame::Kind::Bullet:
        paintBullet(painter, box, depth, theme.mutedText);
        break;
    case BlockFrame::Kind::TaskOpen:
    case BlockFrame::Kind::TaskDone:
        paintCheckBox(painter, box, frame.kind == BlockFrame::Kind::TaskDone, theme);
        break;
    case BlockFrame::Kind::Quote:
        break;
    }
}

}
