#pragma once

#include <QtGlobal>

class QSettings;

namespace sluice {

/// Whether, and on which port of this computer, the window serves its metrics to Prometheus. A value.
struct MetricsExport
{
    static constexpr quint16 UsualPort = 9464; ///< what exporters of OpenTelemetry take

    bool isOn = false;
    quint16 port = UsualPort; ///< 1 or more

    bool operator==(const MetricsExport&) const = default;

    /// What a damaged or foreign file says is replaced by the defaults; nothing but a plain "true" turns it on.
    static MetricsExport read(const QSettings& file);
    void write(QSettings& file) const;
};

}
