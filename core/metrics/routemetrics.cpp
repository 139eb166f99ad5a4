#include "core/metrics/routemetrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

namespace sluice {

void RouteMetrics::countSent(qint64 wire, qint64 decoded)
{
    wireBytes.Increment(double(wire));
    decodedBytes.Increment(double(decoded));
}

void RouteMetrics::countReceived(qint64 wire, qint64 decoded)
{
    originWireBytes.Increment(double(wire));
    originDecodedBytes.Increment(double(decoded));
}

void RouteMetrics::countError(ErrorKind kind)
{
    errors[std::size_t(kind)]->Increment();
}

void RouteMetrics::countReconnect()
{
    reconnects.Increment();
}

void RouteMetrics::countResume(ResumeMeans means)
{
    resumes[std::size_t(means)]->Increment();
}

void RouteMetrics::countCacheLookup(bool isHit)
{
    (isHit ? cacheHits : cacheMisses).Increment();
}

void RouteMetrics::setCacheCounts(qint64 hits, qint64 misses)
{
    cacheHits.Increment(double(hits) - cacheHits.Value());
    cacheMisses.Increment(double(misses) - cacheMisses.Value());
}

void RouteMetrics::setPoolWaiting(int waiting)
{
    poolWaiting.Set(waiting);
}

}
