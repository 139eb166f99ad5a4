#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// \a bytes with each maximal invalid part replaced by U+FFFD, as the WHATWG Encoding standard decodes UTF-8.
QByteArray toValidUtf8(QByteArrayView bytes);

}
