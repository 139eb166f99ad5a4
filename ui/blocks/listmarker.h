#pragma once

#include "ui/markdown/markdownblock.h"

class QPainter;
class QRectF;

namespace sluice {

struct Theme;

/// Paints the bullet, number or check box of a list item at the right of \a box, which is one line high. \a depth counts the
/// lists around it.
void paintListMarker(QPainter& painter, const QRectF& box, const BlockFrame& frame, int depth, const Theme& theme);

}
