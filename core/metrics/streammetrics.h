#pragma once

#include "core/base/clock.h"
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

    // What only a window has; exported once it has been told of.
    void countFrame(Micros work); ///< layout and painting of one frame
    void countEventToPaint(Micros latency); ///< the oldest delta in a frame: received → painted

    /// The text format of Prometheus, version 0.0.4.
    QByteArray text() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
