#include "ui/panel/figurewords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

QString inNumber(double value)
{
    const double size = std::abs(value);
    const int digits = size < 0.005 || size >= 99.95 || value == std::round(value) ? 0 : size >= 9.995 ? 1 : 2;
    return QLocale().toString(value, 'f', digits);
}

QString inMilliseconds(double ms)
{
    if (ms >= 999.5)
        return QCoreApplication::translate("figures", "%1 s").arg(inNumber(ms / 1000));
    return QCoreApplication::translate("figures", "%1 ms").arg(inNumber(ms));
}

QString inMilliseconds(const std::optional<double>& ms)
{
    return ms ? inMilliseconds(*ms) : u"–"_s;
}

QString inBytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes);
}

}
