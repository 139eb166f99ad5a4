#include "app/gatewayrun.h"

namespace sluice {

namespace {

// For bytes that the gateway has sent and the proxy still holds back.
constexpr Millis ProxyPatience {1000};

GatewayOptions behindProxy(GatewayOptions options)
{
    options.port = 0;
    return options;
}

}

GatewayRun::GatewayRun(const GatewayOptions& options, const std::optional<FaultScript>& faults)
    : m_options(options)
    , m_faults(faults)
    , m_gateway(faults ? behindProxy(options) : options)
{ }

Result<quint16> GatewayRun::start()
{
    const Result<quint16> port = m_gateway.start();
    if (!port || !m_faults)
        return port;
    m_proxy = std::make_unique<FaultProxy>(
        FaultProxyOptions {.host = m_options.host, .port = m_options.port, .originHost = m_options.host, .originPort = *port},
        *m_faults);
    return m_proxy->start();
}

void GatewayRun::drain(std::function<void()> done)
{
    if (!m_proxy) {
        m_gateway.drain(std::move(done));
        return;
    }
    m_gateway.drain([this, done = std::move(done)] { m_proxy->drain(ProxyPatience, done); });
}

}
