#pragma once

#include "core/base/clock.h"

#include <QVariant>

namespace sluice {

/// A whole number from a settings file, or \a otherwise when it is missing, no number, or out of bounds.
inline qint64 readNumber(const QVariant& value, qint64 lowest, qint64 highest, qint64 otherwise)
{
    bool ok = false;
    const qint64 number = value.toLongLong(&ok);
    return ok && number >= lowest && number <= highest ? number : otherwise;
}

/// The same for a time, which stands there in milliseconds.
inline Millis readMillis(const QVariant& value, Millis lowest, Millis highest, Millis otherwise)
{
    return Millis(readNumber(value, lowest.count(), highest.count(), otherwise.count()));
}

/// How a time stands in a settings file.
inline qint64 storedMillis(Millis value)
{
    return value.count();
}

}
