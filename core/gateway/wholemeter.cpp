#include "core/gateway/wholemeter.h"

#include "core/gateway/reply.h"
#include "core/metrics/routemetrics.h"

#include <utility>

namespace sluice {

WholeMeter::WholeMeter(RouteMetrics* metrics)
    : m_metrics(metrics)
{ }

WholeMeter::~WholeMeter()
{
    if (m_metrics)
        m_metrics->countError(ErrorKind::Cancelled);
}

void WholeMeter::received(qint64 wireBytes, qint64 decodedBytes)
{
    if (m_metrics)
        m_metrics->countReceived(wireBytes, decodedBytes);
}

void WholeMeter::answered(qint64 bytes)
{
    if (RouteMetrics* const metrics = std::exchange(m_metrics, nullptr))
        metrics->countSent(bytes, bytes);
}

void WholeMeter::failed(const Error& error)
{
    RouteMetrics* const metrics = std::exchange(m_metrics, nullptr);
    if (metrics && statusFor(error) >= 500)
        metrics->countError(error.kind);
}

}
