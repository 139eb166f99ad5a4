#pragma once

#include <QString>

#include <optional>

namespace sluice {

// How the panel says a figure: by the locale, with no more digits than mean something.

QString inMilliseconds(double ms); ///< "340 ms", "1.25 s"
QString inMilliseconds(const std::optional<double>& ms); ///< "–" for nothing
QString inNumber(double value); ///< three digits: "59.9", "1,204"
QString inBytes(qint64 bytes);

}
