#include "core/metrics/streammetrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <sstream>

namespace sluice {

namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;

Buckets seconds()
{
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120};
}

Buckets frameSeconds()
{
    return {0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.033, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
}

Buckets tokens()
{
    return {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144}; // those that OpenTelemetry advises for token usage
}

Buckets tokensPerSecond()
{
    return {1, 2.5, 5, 10, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2500, 10000};
}

Buckets deltas()
{
    return {1, 2, 3, 4, 5, 8, 10, 16, 32, 64, 128, 512};
}

std::string name(const QString& text)
{
    return text.toStdString();
}

template <typename Metric, typename... Arguments>
Metric& single(Family<Metric>& family, Arguments&&... arguments)
{
    return family.Add({}, std::forward<Arguments>(arguments)...);
}

}

struct StreamMetrics::Private
{
    Family<Counter>& counters(const char* metric, const char* help)
    {
        return prometheus::BuildCounter().Name(metric).Help(help).Register(registry);
    }
    Family<Gauge>& gauges(const char* metric, const char* help)
    {
        return prometheus::BuildGauge().Name(metric).Help(help).Register(registry);
    }
    Family<Histogram>& histograms(const char* metric, const char* help)
    {
        return prometheus::BuildHistogram().Name(metric).Help(help).Register(registry);
    }
    std::unique_ptr<RouteMetrics> make(const Labels& labels);

    prometheus::Registry registry;

    Counter& requests = single(counters("stream_requests_total", "Streams that began, whatever became of them."));
    Gauge& active = single(gauges("active_streams", "Streams that run now."));
    Histogram& duration =
        single(histograms("stream_duration_seconds", "From the request to the end of the stream, however it ended."), seconds());
    Histogram& tokenCount = single(histograms("stream_tokens_total",
                                       "Output tokens of a stream: those the server reports, else its text deltas. A histogram, "
                                       "in spite of its name."),
        tokens());
    Histogram& throughput = single(
        histograms("stream_throughput_tokens_per_second", "Output tokens of a stream by its duration."), tokensPerSecond());
    Histogram& bufferSize =
        single(histograms("stream_buffer_size", "Text deltas that the buffer strategy held when one more had come."), deltas());

    Family<Histogram>& ttft = histograms("sluice_ttft_seconds", "Time to first token: from the request to the first text delta.");
    Family<Histogram>& itl = histograms("sluice_itl_seconds", "Inter-token latency: between two deltas of an answer.");
    Family<Histogram>& tpot =
        histograms("sluice_tpot_seconds", "Time per output token after the first one: (E2E - TTFT) / (output tokens - 1).");
    Family<Histogram>& e2e = histograms("sluice_e2e_seconds", "From the request to the end of an answer that became complete.");
    Family<Histogram>& flushDeltas = histograms("sluice_flush_deltas", "Text deltas that the buffer strategy released together.");
    Family<Counter>& wireBytes = counters("sluice_wire_bytes_total",
        "Bytes of events given to the sockets of readers, compressed where that was asked for, and framed.");
    Family<Counter>& decodedBytes = counters("sluice_decoded_bytes_total", "The same events before compression and framing.");
    Family<Counter>& originWireBytes =
        counters("sluice_origin_wire_bytes_total", "Bytes of answers as they came from the server behind the gateway.");
    Family<Counter>& originDecodedBytes = counters("sluice_origin_decoded_bytes_total", "The same bytes after decompression.");
    Family<Gauge>& queueDeltas =
        gauges("sluice_queue_deltas", "Events of running streams that their fastest reader has not taken yet.");
    Family<Counter>& blockedSeconds =
        counters("sluice_blocked_seconds_total", "Time in which the origin was not read, because the readers lagged.");
    Family<Counter>& reconnects = counters("sluice_reconnects_total", "Readers that came back to a stream.");
    Family<Counter>& resumes = counters("sluice_resumes_total", "Streams that went on where a reader had stopped.");
    Family<Counter>& cacheHits = counters("sluice_cache_hits_total", "Answers that came from the response cache.");
    Family<Counter>& cacheMisses =
        counters("sluice_cache_misses_total", "Answers that were looked for in the response cache in vain.");
    Family<Gauge>& poolWaiting = gauges("sluice_pool_waiting", "Requests that wait for a slot of the pool.");
    Family<Counter>& errors = counters("sluice_errors_total", "Streams that ended with an error.");

    std::once_flag hasFrames;
    std::once_flag hasPaints;
    Histogram* frames = nullptr;
    Histogram* paints = nullptr;

    std::mutex mutex;
    std::map<std::pair<QByteArray, QByteArray>, std::unique_ptr<RouteMetrics>> routes; // guarded by mutex
};

std::unique_ptr<RouteMetrics> StreamMetrics::Private::make(const Labels& labels)
{
    const auto with = [&](const char* label, const QString& value) {
        Labels more = labels;
        more.emplace(label, name(value));
        return more;
    };
    auto metrics = std::make_unique<RouteMetrics>(RouteMetrics {.requests = requests,
        .active = active,
        .duration = duration,
        .tokens = tokenCount,
        .throughput = throughput,
        .bufferSize = bufferSize,
        .ttft = ttft.Add(labels, seconds()),
        .itl = itl.Add(labels, seconds()),
        .tpot = tpot.Add(labels, seconds()),
        .e2e = e2e.Add(labels, seconds()),
        .flushDeltas = flushDeltas.Add(labels, deltas()),
        .wireBytes = wireBytes.Add(labels),
        .decodedBytes = decodedBytes.Add(labels),
        .originWireBytes = originWireBytes.Add(labels),
        .originDecodedBytes = originDecodedBytes.Add(labels),
        .queueDeltas = queueDeltas.Add(labels),
        .blockedSeconds = blockedSeconds.Add(labels),
        .reconnects = reconnects.Add(labels),
        .cacheHits = cacheHits.Add(labels),
        .cacheMisses = cacheMisses.Add(labels),
        .poolWaiting = poolWaiting.Add(labels),
        .resumes = {},
        .errors = {}});
    for (std::size_t i = 0; i < RouteMetrics::Means; ++i)
        metrics->resumes[i] = &resumes.Add(with("means", resumeMeansName(ResumeMeans(i))));
    for (std::size_t i = 0; i < RouteMetrics::ErrorKinds; ++i)
        metrics->errors[i] = &errors.Add(with("kind", errorKindName(ErrorKind(i))));
    return metrics;
}

StreamMetrics::StreamMetrics()
    : d(std::make_unique<Private>())
{ }

StreamMetrics::~StreamMetrics() = default;

RouteMetrics& StreamMetrics::route(const QByteArray& route, const QByteArray& provider)
{
    const std::lock_guard lock(d->mutex);
    const bool isFull = d->routes.size() >= MaxRoutes && !d->routes.contains({route, provider});
    const std::pair<QByteArray, QByteArray> key =
        isFull ? std::pair<QByteArray, QByteArray>("other", "other") : std::pair(route, provider);
    std::unique_ptr<RouteMetrics>& found = d->routes[key];
    if (!found)
        found = d->make({{"route", key.first.toStdString()}, {"provider", key.second.toStdString()}});
    return *found;
}

void StreamMetrics::countFrame(Micros work)
{
    std::call_once(d->hasFrames, [this] {
        d->frames = &single(
            d->histograms("sluice_frame_seconds", "Work of one frame in the window: layout and painting."), frameSeconds());
    });
    d->frames->Observe(std::chrono::duration<double>(work).count());
}

void StreamMetrics::countEventToPaint(Micros latency)
{
    std::call_once(d->hasPaints, [this] {
        d->paints = &single(d->histograms("sluice_event_to_paint_seconds",
                                "From when the oldest delta of a frame was received until it was painted."),
            frameSeconds());
    });
    d->paints->Observe(std::chrono::duration<double>(latency).count());
}

QByteArray StreamMetrics::text() const
{
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, d->registry.Collect());
    return QByteArray::fromStdString(out.str());
}

}
