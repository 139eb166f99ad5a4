#pragma once

#include "core/engine/metricsexport.h"
#include "core/engine/metricspublisher.h"

#include <memory>

namespace sluice {

/// Serves the metrics of a window to Prometheus, at http://127.0.0.1:PORT/metrics and nowhere else: with the gateway's
/// connections and its checks of Host and Origin. Its thread (decision 12) begins when it is first turned on; before that it
/// costs nothing. All functions belong to the owner's thread, which has an event loop and never waits here but in the destructor.
class MetricsServer final : public MetricsPublisher
{
public:
    /// \a metrics must outlive this.
    explicit MetricsServer(StreamMetrics& metrics, QObject* parent = nullptr);
    /// Closes every connection at once and joins the thread.
    ~MetricsServer() override;

    /// From now on it is as \a wanted says. What comes of it is told by serving(): that it is off, at once.
    void apply(const MetricsExport& wanted);

    StreamMetrics& metrics() override;
    const MetricsServing& serving() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
