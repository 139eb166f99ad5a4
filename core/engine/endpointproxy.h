#pragma once

#include "core/chat/endpoint.h"
#include "core/net/chosenproxy.h"

namespace sluice {

/// Through what an endpoint is reached: its own choice, or the one for all endpoints. A value.
struct EndpointProxy
{
    ProxyChoice choice;
    bool isOwn = false; ///< chosen for this endpoint, which it then serves also where that is on this computer

    static EndpointProxy of(const Endpoint& endpoint, const ProxyChoice& forAll)
    {
        return {.choice = endpoint.proxy.value_or(forAll), .isOwn = endpoint.proxy.has_value()};
    }
};

/// Whether what the engine asks of \a endpoint goes through a proxy that was named. Of the system's proxy it is not known.
inline bool isBehindNamedProxy(const Endpoint& endpoint, const ProxyChoice& forAll)
{
    const EndpointProxy proxy = EndpointProxy::of(endpoint, forAll);
    return usesNamedProxy(proxy.choice, proxy.isOwn, endpoint.baseUrl.host());
}

}
