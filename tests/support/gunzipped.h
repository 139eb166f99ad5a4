#pragma once

#include "core/wire/inflater.h"

#include <QByteArray>

namespace sluice::test {

/// What the whole gzip body \a packed holds; null when it is damaged, or cut, or has something behind its end.
inline QByteArray unpacked(const QByteArray& packed)
{
    Inflater inflater;
    inflater.feed(packed);
    QByteArray bytes("");
    for (;;) {
        const Result<QByteArrayView> piece = inflater.next();
        if (!piece)
            return {};
        if (piece->isEmpty())
            return inflater.finish() ? bytes : QByteArray();
        bytes += *piece;
    }
}

}
