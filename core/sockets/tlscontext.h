#pragma once

#include "core/base/result.h"
#include "core/sockets/tlstickets.h"

#include <QString>

#include <memory>

using SSL_CTX = struct ssl_ctx_st;

namespace sluice {

/// What the secure connections of a client have in common: whom they trust, which does not change, and the tickets of those whom
/// they have met. The loop's thread; outlives its sessions.
class TlsContext
{
public:
    /// Trusts the system's certificates and, if \a caFile is not empty, those of that PEM file as well. Tls when it holds none.
    static Result<std::shared_ptr<const TlsContext>> create(const QString& caFile = {});

    explicit TlsContext(SSL_CTX* context); ///< takes it over
    ~TlsContext();
    Q_DISABLE_COPY_MOVE(TlsContext)

    SSL_CTX* handle() const { return m_context; }
    TlsTickets& tickets() const { return *m_tickets; }

private:
    SSL_CTX* m_context;
    const std::unique_ptr<TlsTickets> m_tickets;
};

}
