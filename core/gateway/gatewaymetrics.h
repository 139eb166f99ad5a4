#pragma once

#include "core/base/clock.h"
#include "core/metrics/streammetrics.h"

#include <unordered_set>

namespace sluice {

class StreamMeter;
struct StreamSetup;

/// The metrics of one gateway. Gateway thread; outlives all streams.
class GatewayMetrics
{
public:
    /// What streams of \a route and \a provider are counted by; both are names of ours, never what a client sent.
    RouteMetrics& route(const QByteArray& route, const QByteArray& provider) { return m_metrics.route(route, provider); }

    /// Counts the stream that \a setup is for, whose request came at \a arrivedAt.
    void watch(StreamSetup& setup, const QByteArray& route, const QByteArray& provider, TimePoint arrivedAt);

    /// In the text format of Prometheus, all up to now.
    QByteArray text();

private:
    StreamMetrics m_metrics;
    std::unordered_set<StreamMeter*> m_meters; ///< of the streams that run
};

}
