#include "ui/chat/attachmentlook.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int Gap = 8; // px between the picture and the words
constexpr int SignSize = 20;

QFont nameFont(const Theme& theme)
{
    return theme.small;
}

}

int AttachmentLook::height()
{
    return currentTheme().forText(44);
}

int AttachmentLook::maxWidth()
{
    return currentTheme().forText(232);
}

int AttachmentLook::width(const Theme& theme) const
{
    const QFontMetrics metrics(nameFont(theme));
    const int words = std::max(metrics.horizontalAdvance(name), metrics.horizontalAdvance(detail));
    return std::min(Padding + Picture + Gap + words + Gap + Padding + room, maxWidth());
}

void AttachmentLook::paint(QPainter& painter, const QRectF& rect, const QImage& picture, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isHovered ? theme.mutedText : theme.border, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);

    const QRectF place(rect.left() + Padding, rect.top() + (rect.height() - Picture) / 2, Picture, Picture);
    if (picture.isNull()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.codeBackground);
        painter.drawRoundedRect(place, 4, 4);
        QRect sign(0, 0, SignSize, SignSize);
        sign.moveCenter(place.center().toPoint());
        lineIcon(u"file", theme.mutedText).paint(&painter, sign);
    } else {
        paintCovering(painter, place, picture, 4);
    }

    const QRectF words(
        place.right() + Gap, rect.top() + Padding, rect.right() - place.right() - 2 * Gap - room, rect.height() - 2 * Padding);
    const QFontMetrics metrics(nameFont(theme));
    painter.setFont(nameFont(theme));
    painter.setPen(theme.text);
    const int roomForWords = int(words.width());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, metrics.elidedText(name, Qt::ElideMiddle, roomForWords));
    painter.setPen(theme.mutedText);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom, metrics.elidedText(detail, Qt::ElideRight, roomForWords));
    painter.restore();
}

void paintCovering(QPainter& painter, const QRectF& rect, const QImage& image, qreal radius)
{
    const QSizeF part = rect.size().scaled(image.size(), Qt::KeepAspectRatio);
    const QPointF cut((image.width() - part.width()) / 2, (image.height() - part.height()) / 2);
    QTransform toRect;
    toRect.translate(rect.left(), rect.top());
    toRect.scale(rect.width() / part.width(), rect.height() / part.height());
    toRect.translate(-cut.x(), -cut.y());
    QBrush brush(image); // not a clip: that has jagged corners
    brush.setTransform(toRect);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.setPen(Qt::NoPen);
    painter.setBrush(brush);
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

}
