#pragma once

#include <QByteArray>
#include <QString>

namespace sluice {

/// A file that goes along with a user's turn. A value; copies share the bytes.
struct Attachment
{
    QString name; ///< without its folder
    QByteArray mimeType; ///< "image/png", "text/plain"; RFC 6838, lower case, no parameters
    QByteArray data; ///< an image as in its file; a text as UTF-8

    bool isImage() const { return mimeType.startsWith("image/"); }
    bool operator==(const Attachment&) const = default;
};

}
