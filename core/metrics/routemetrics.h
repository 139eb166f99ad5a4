#pragma once

#include "core/base/error.h"
#include "core/chat/seam.h"

#include <array>
#include <cstddef>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}

namespace sluice {

/// What streams of one route and one provider are counted by: looked up once a stream, then each figure is an atomic addition or,
/// for a histogram, a short lock. Thread-safe; owned by its StreamMetrics, and as old as that.
struct RouteMetrics
{
    static constexpr std::size_t ErrorKinds = std::size_t(ErrorKind::Storage) + 1;
    static constexpr std::size_t Means = std::size_t(ResumeMeans::Restart) + 1;

    // Of all routes together.
    prometheus::Counter& requests;
    prometheus::Gauge& active;
    prometheus::Histogram& duration;
    prometheus::Histogram& tokens;
    prometheus::Histogram& throughput;
    prometheus::Histogram& bufferSize;

    // Of this route and provider.
    prometheus::Histogram& ttft;
    prometheus::Histogram& itl;
    prometheus::Histogram& tpot;
    prometheus::Histogram& e2e;
    prometheus::Histogram& flushDeltas;
    prometheus::Counter& wireBytes;
    prometheus::Counter& decodedBytes;
    prometheus::Counter& originWireBytes;
    prometheus::Counter& originDecodedBytes;
    prometheus::Gauge& queueDeltas;
    prometheus::Counter& blockedSeconds;
    prometheus::Counter& reconnects;
    prometheus::Counter& cacheHits;
    prometheus::Counter& cacheMisses;
    prometheus::Gauge& poolWaiting;
    std::array<prometheus::Counter*, Means> resumes; ///< by ResumeMeans
    std::array<prometheus::Counter*, ErrorKinds> errors; ///< by ErrorKind

    /// Bytes of events for a reader: framed and compressed as they go to the socket, and before that.
    void countSent(qint64 wire, qint64 decoded);
    /// Bytes that came from the server behind the gateway: as received, and inflated.
    void countReceived(qint64 wire, qint64 decoded);
    void countError(ErrorKind kind);
    /// A reader came back, by a request that says where it stopped (\a means) or that does not.
    void countReconnect();
    void countResume(ResumeMeans means);
    void countCacheLookup(bool isHit);
    /// All so far; never less than before.
    void setCacheCounts(qint64 hits, qint64 misses);
    void setPoolWaiting(int waiting);
};

}
