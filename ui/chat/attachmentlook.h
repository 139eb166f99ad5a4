#pragma once

#include "core/chat/attachment.h"

#include <QRectF>
#include <QSize>

class QImage;
class QPainter;

namespace sluice {

struct Theme;

// How an attachment looks, in the composer and in a message: a small card with a picture or a sign, its name and its size. GUI
// thread.

struct AttachmentLook
{
    static int height(); ///< px
    static int maxWidth();
    static constexpr int Picture = 32;
    static constexpr int Padding = 6;
    static constexpr int Radius = 8;

    QString name;
    QString detail; ///< in the muted colour below the name
    bool isHovered = false;
    int room = 0; ///< px at the right that stay free

    /// As wide as its words, within maxWidth().
    int width(const Theme& theme) const;
    /// \a picture may be null: then a sign stands for it.
    void paint(QPainter& painter, const QRectF& rect, const QImage& picture, const Theme& theme) const;
};

/// \a image over all of \a rect, what does not fit cut off at both ends; round corners.
void paintCovering(QPainter& painter, const QRectF& rect, const QImage& image, qreal radius);

}
