#pragma once

#include "core/base/clock.h"
#include "core/metrics/streammetrics.h"

#include <unordered_set>

namespace sluice {

class StreamMeter;
struct StreamSetup;

/// The metrics of one gateway: counts what its streams tell of themselves. Gateway thread; outlives all streams.
class GatewayMetrics
{
public:
    /// What is counted of the streams with these labels, made when it is first asked for; as old as this. Both are names of the
    /// program's own, never what a client sent: each pair is a series for ever.
    RouteMetrics& route(const QByteArray& route, const QByteArray& provider) { return m_metrics.route(route, provider); }

    /// Counts the stream that is going to be made of \a setup, whose strategy must be chosen by then. Its request was here in
    /// full at \a arrivedAt, from which its times count.
    void watch(StreamSetup& setup, const QByteArray& route, const QByteArray& provider, TimePoint arrivedAt);

    /// All in the text format of Prometheus; what goes on, such as a blocked stream's time, is counted up to now.
    QByteArray text();

private:
    StreamMetrics m_metrics;
    std::unordered_set<StreamMeter*> m_meters; ///< of the streams that run
};

}
