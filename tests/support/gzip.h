#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice::test {

/// \a bytes as one gzip member (RFC 1952), made by zlib.
QByteArray gzip(QByteArrayView bytes);

}
