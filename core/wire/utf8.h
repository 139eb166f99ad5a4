#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace sluice {

/// Whether \a bytes are well-formed UTF-8 (Unicode table 3-7: no surrogates, no overlong forms). Vectorised.
bool isValidUtf8(QByteArrayView bytes);

/// \a bytes with each maximal invalid part replaced by U+FFFD, as the WHATWG Encoding standard decodes UTF-8. A byte order mark
/// stays. The result can be three times as long.
QByteArray toValidUtf8(QByteArrayView bytes);

/// \a utf8 as text, what is invalid as U+FFFD. Unlike QString::fromUtf8() it keeps a U+FEFF at the start: behind the head of a
/// stream that is text, no byte order mark.
QString textFromUtf8(QByteArrayView utf8);

}
