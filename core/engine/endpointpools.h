#pragma once

#include "core/base/result.h"
#include "core/chat/endpoint.h"
#include "core/net/managerpool.h"

#include <QByteArray>
#include <QList>

#include <map>
#include <memory>

namespace sluice {

/// The manager pools of all endpoints: one for each endpoint, key and way to it, so that no connection is ever shared across
/// these. Network thread only; reads certificate files there.
class EndpointPools
{
public:
    /// The pool for \a endpoint; fails, with kind Tls, when its certificate file cannot be used. \a transport: what else was
    /// asked for; the endpoint's own proxy and certificates are put into it here.
    Result<std::shared_ptr<ManagerPool>> poolFor(
        const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport);

    /// For endpoints that have none of their own, from the next attempt on.
    void setProxy(const ProxyChoice& proxy) { m_proxy = proxy; }

    QList<ManagerPool*> all() const;

private:
    void dropIdle();

    ProxyChoice m_proxy;
    std::map<QByteArray, std::shared_ptr<ManagerPool>> m_pools; ///< shared with what uses them, also while that pauses
};

/// The certificates in \a file, as PEM. Fails with kind Tls and a sentence that names the file.
Result<QByteArray> readCertificates(const QString& file);

}
