#pragma once

#include <QByteArray>
#include <QString>

namespace sluice {

/// \a text as UTF-8 that comes back exactly: half a surrogate pair, which streams do send and UTF-8 does not know, is kept as its
/// three bytes (WTF-8). Zeros stay zeros.
QByteArray toStored(QStringView text);

/// The opposite. What is neither UTF-8 nor such a half becomes U+FFFD.
QString fromStored(QByteArrayView bytes);

}
