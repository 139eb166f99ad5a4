#include "core/gateway/gatewaymetrics.h"

#include "core/gateway/gatewaystream.h"
#include "core/gateway/reply.h"
#include "core/metrics/streammeter.h"

namespace sluice {

namespace {

/// Passes on what a stream tells its observers to a meter of its own, which GatewayMetrics finds as long as this lives.
class MeterObserver final : public StreamObserver
{
public:
    MeterObserver(std::unordered_set<StreamMeter*>& meters, RouteMetrics& metrics, TimePoint arrivedAt, bool buffers)
        : m_meters(meters)
        , m_meter(metrics, arrivedAt, buffers)
    {
        m_meters.insert(&m_meter);
    }
    ~MeterObserver() override { m_meters.erase(&m_meter); }
    Q_DISABLE_COPY_MOVE(MeterObserver)

    void begun(TimePoint) override { m_meter.begin(); }
    void deltaCame(const Delta& delta, TimePoint now) override { m_meter.takeDelta(delta, now); }
    void flushed(int textDeltas, TimePoint) override { m_meter.flushed(textDeltas); }
    void held(int textDeltas, TimePoint) override { m_meter.held(textDeltas); }
    void queueChanged(quint64 events) override { m_meter.queued(qint64(events)); }
    void readingChanged(Reading reading, TimePoint now) override { m_meter.readingChanged(reading, now); }
    void ended(const StreamEnd& end, const Usage& usage, bool wasRefused, TimePoint now) override
    {
        // A request that was refused with 4xx is no stream; one that could not be served (5xx) is a stream that failed.
        if (wasRefused && statusFor(*end.error) < 500)
            m_meter.refuse();
        else
            m_meter.finish(end, usage, now);
    }

private:
    std::unordered_set<StreamMeter*>& m_meters;
    StreamMeter m_meter;
};

}

void GatewayMetrics::watch(StreamSetup& setup, const QByteArray& route, const QByteArray& provider, TimePoint arrivedAt)
{
    RouteMetrics& metrics = m_metrics.route(route, provider);
    setup.metrics = &metrics;
    setup.observers.push_back(std::make_unique<MeterObserver>(m_meters, metrics, arrivedAt, setup.strategy.has_value()));
}

QByteArray GatewayMetrics::text()
{
    const TimePoint now = steadyClock().now();
    for (StreamMeter* meter : m_meters)
        meter->settle(now);
    return m_metrics.text();
}

}
