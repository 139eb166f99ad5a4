#pragma once

#include <QByteArray>
#include <QStringView>

#include <optional>

namespace sluice {

/// \a text as a JSON string with its quotes, in UTF-8. Written by hand where the order of keys and the cost per delta matter.
QByteArray jsonString(QStringView text);

/// The number, or null.
QByteArray jsonNumber(std::optional<qint64> number);

}
