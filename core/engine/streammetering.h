#pragma once

#include "core/metrics/streammetrics.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// Where the streams of an engine are counted. A value.
struct StreamMetering
{
    StreamMetrics* metrics = nullptr; ///< null = nowhere; must outlive the engine
    QByteArray route = "window"; ///< the label of that name; "sluicectl" for a command

    /// For a stream of \a provider, which must be a registered one: callers may not make labels without end.
    RouteMetrics* of(const QString& provider) const { return metrics ? &metrics->route(route, provider.toUtf8()) : nullptr; }
};

}
