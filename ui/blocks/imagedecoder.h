#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QImage>
#include <QSize>

namespace sluice {

// Images come from a model or a file and are hostile. PNG, JPEG, GIF (its first picture) and, where Qt has the plugin, WebP, told
// by their first bytes; nothing else reaches a decoder (an SVG could name files). Pure, for any thread; slow for large images.

constexpr qsizetype MaxImageBytes = 8 * 1024 * 1024;
constexpr qint64 MaxImagePixels = 40'000'000;
/// What Qt may allocate for one image while it decodes: enough for MaxImagePixels of four bytes; Qt unpacks a PNG before it
/// scales it.
constexpr int MaxImageMegabytes = 160;

/// Width and height as the image is meant to be seen, from its header alone. More than \a maxBytes is too large.
Result<QSize> imageSize(const QByteArray& bytes, qsizetype maxBytes = MaxImageBytes);

/// The image, scaled down at decode time to fit \a box (never up). Damaged, too large or unknown: an error for people.
Result<QImage> decodeImage(const QByteArray& bytes, const QSize& box, qsizetype maxBytes = MaxImageBytes);

/// \a size, scaled down to fit \a box, with at least one pixel each way.
QSize scaledDown(const QSize& size, const QSize& box);

}
