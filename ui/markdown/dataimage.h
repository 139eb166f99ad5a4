#pragma once

#include <QStringView>

#include <optional>

namespace sluice {

/// The beginning of an image that a text carries itself: ![alt](data:image/png;base64,… Positions in the text it was found in.
struct DataImage
{
    QStringView alt;
    QStringView format; ///< like "png"
    qsizetype dataStart = 0;
};

/// The one \a text starts with, up to its data. Looks at a few hundred characters at most.
std::optional<DataImage> dataImageAt(QStringView text);

/// The first position from \a from on that is no base64.
qsizetype base64End(QStringView text, qsizetype from);

/// What one may be long, encoded: 8 MiB of bytes.
constexpr qsizetype MaxImageCharacters = 8 * 1024 * 1024 / 3 * 4 + 4;

}
