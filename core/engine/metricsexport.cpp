#include "core/engine/metricsexport.h"

#include "core/engine/settingsvalue.h"

#include <QSettings>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto OnEntry = "metrics/serve"_L1;
constexpr auto PortEntry = "metrics/port"_L1;
constexpr int HighestPort = 65535;

}

MetricsExport MetricsExport::read(const QSettings& file)
{
    return {.isOn = file.value(OnEntry).toString() == "true"_L1,
        .port = quint16(readNumber(file.value(PortEntry), 1, HighestPort, UsualPort))};
}

void MetricsExport::write(QSettings& file) const
{
    file.setValue(OnEntry, isOn);
    file.setValue(PortEntry, port);
}

}
