#pragma once

#include "core/metrics/routemetrics.h"

#include <QByteArray>

#include <memory>

namespace sluice {

/// All metrics of a program, in a Prometheus registry: the names of docs/gateway.md, "Metrics". Thread-safe.
class StreamMetrics
{
public:
    /// Label sets beyond these share one, so that no caller can make the export grow without end.
    static constexpr std::size_t MaxRoutes = 64;

    StreamMetrics();
    ~StreamMetrics();
    Q_DISABLE_COPY_MOVE(StreamMetrics)

    /// The figures with these labels, which must be names of the program's own; valid as long as this.
    RouteMetrics& route(const QByteArray& route, const QByteArray& provider);

    /// The text format of Prometheus, version 0.0.4.
    QByteArray text() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
