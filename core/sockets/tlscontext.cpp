#include "core/sockets/tlscontext.h"

#include "core/sockets/tlssession.h"

#include <QCoreApplication>
#include <QFile>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace sluice {

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const QString& caFile)
{
    SSL_CTX* const handle = SSL_CTX_new(TLS_client_method());
    if (!handle)
        return std::unexpected(
            Error {.kind = ErrorKind::Tls, .message = QCoreApplication::translate("Error", "There is no TLS on this system.")});
    auto context = std::make_shared<const TlsContext>(handle);
    SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
    SSL_CTX_set_verify(handle, SSL_VERIFY_PEER, nullptr);
    // A session that waits holds no buffers; a write that is tried again may stand somewhere else.
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(handle, TlsSession::keepTicket);
    SSL_CTX_set_default_verify_paths(handle); // a system without certificates trusts nobody, and the handshake says so
    if (!caFile.isEmpty() && SSL_CTX_load_verify_locations(handle, QFile::encodeName(caFile).constData(), nullptr) != 1) {
        ERR_clear_error();
        return std::unexpected(Error {.kind = ErrorKind::Tls,
            .message = QCoreApplication::translate("Error", "%1 holds no certificates in PEM format.").arg(caFile)});
    }
    ERR_clear_error();
    return context;
}

TlsContext::TlsContext(SSL_CTX* context)
    : m_context(context)
    , m_tickets(std::make_unique<TlsTickets>())
{ }

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

}
