#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// Whether \a bytes are well-formed UTF-8 (Unicode table 3-7: no surrogates, no overlong forms). Vectorised.
bool isValidUtf8(QByteArrayView bytes);

/// \a bytes with each maximal invalid part replaced by U+FFFD, as the WHATWG Encoding standard decodes UTF-8. A byte order mark
/// stays. The result can be three times as long.
QByteArray toValidUtf8(QByteArrayView bytes);

}
