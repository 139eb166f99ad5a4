#pragma once

#include "core/base/result.h"
#include "core/chat/endpoint.h"
#include "core/faults/faultscript.h"

#include <memory>
#include <optional>

namespace sluice {

/// An endpoint with a FaultProxy before it, on loopback. Its owner's thread; the proxy has its own. Never waits but for the
/// proxy's thread to end, which closes its connections at once.
class FaultedEndpoint
{
public:
    /// Why no proxy can stand before \a endpoint, in one sentence; nothing when it can. \a forAll: the proxy of endpoints without
    /// one of their own.
    static std::optional<QString> objection(const Endpoint& endpoint, const ProxyChoice& forAll);

    explicit FaultedEndpoint(const Endpoint& endpoint);
    ~FaultedEndpoint();
    Q_DISABLE_COPY_MOVE(FaultedEndpoint)

    /// Once. Network when the proxy cannot listen.
    Result<void> start();

    /// The way through the proxy, under an id of its own. After start().
    const Endpoint& endpoint() const { return m_throughProxy; }

    /// For the requests that come from now on; counting begins anew.
    void play(const FaultScript& script);

    /// Requests for an answer that reached the endpoint since play(): it works for each of them, and takes money if it does.
    int paidRequests() const;

private:
    struct Playing;

    const Endpoint m_endpoint;
    Endpoint m_throughProxy;
    std::unique_ptr<Playing> m_playing;
};

}
