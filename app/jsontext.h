#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace sluice {

/// JSON as text, for output whose key order is documented: QJsonObject sorts its keys. Pure.
QByteArray jsonString(QByteArrayView utf8); ///< quoted; \a utf8 must be valid
QByteArray jsonString(const QString& text);
QByteArray jsonStringOrNull(const QString& text); ///< null for an empty one
QByteArray jsonNumber(qint64 number);
QByteArray jsonNumber(const std::optional<qint64>& number); ///< null for nothing
QByteArray jsonNumber(const std::optional<double>& number); ///< at most three decimals
QByteArray jsonBool(bool value);

}
