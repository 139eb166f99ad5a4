#pragma once

#include "core/faults/faultproxy.h"
#include "core/gateway/gatewayserver.h"

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// The gateway of a command, behind a fault proxy if there is a script for one: then the gateway has a port of its own on
/// loopback, and the address that was asked for is the proxy's. The main thread's.
class GatewayRun
{
public:
    /// With \a faults, options.host must be loopback.
    GatewayRun(const GatewayOptions& options, const std::optional<FaultScript>& faults);

    /// Starts, once: the port that clients use, or why not.
    Result<quint16> start();

    /// Drains the gateway, then the proxy. \a done is called once, from a thread of theirs.
    void drain(std::function<void()> done);

private:
    const GatewayOptions m_options;
    const std::optional<FaultScript> m_faults;
    std::unique_ptr<FaultProxy> m_proxy; ///< null without a script; the gateway's thread calls it, so it ends last
    GatewayServer m_gateway;
};

}
