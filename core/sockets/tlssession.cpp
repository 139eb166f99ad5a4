#include "core/sockets/tlssession.h"

#include "core/sockets/tlscontext.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int socketOf(BIO* bio)
{
    return int(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool mustWait()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int receive(BIO* bio, char* into, int size)
{
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::recv(socketOf(bio), into, std::size_t(size), 0);
    if (count == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    if (count < 0 && mustWait())
        BIO_set_retry_read(bio);
    return int(count);
}

int transmit(BIO* bio, const char* bytes, int size)
{
    BIO_clear_retry_flags(bio);
    // OpenSSL's own socket BIO would raise SIGPIPE when the other side has gone.
    const ssize_t count = ::send(socketOf(bio), bytes, std::size_t(size), MSG_NOSIGNAL);
    if (count < 0 && mustWait())
        BIO_set_retry_write(bio);
    return int(count);
}

long control(BIO* bio, int command, long, void*)
{
    if (command == BIO_CTRL_EOF)
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socketMethod()
{
    struct Free
    {
        void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
    };
    static const std::unique_ptr<BIO_METHOD, Free> method = [] {
        std::unique_ptr<BIO_METHOD, Free> made(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "sluice socket"));
        BIO_meth_set_read(made.get(), receive);
        BIO_meth_set_write(made.get(), transmit);
        BIO_meth_set_ctrl(made.get(), control);
        return made;
    }();
    return method.get();
}

int clamped(qsizetype size)
{
    return int(std::min<qsizetype>(size, INT_MAX));
}

}

TlsSession::TlsSession(const TlsContext& context, int socket, const QByteArray& host)
    : m_context(context)
    , m_host(host)
    , m_ssl(SSL_new(context.handle()))
{
    SSL_set_app_data(m_ssl, this);
    BIO* const bio = BIO_new(socketMethod());
    BIO_set_data(bio, reinterpret_cast<void*>(std::intptr_t(socket)));
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl, bio, bio);
    static constexpr unsigned char Http11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(m_ssl, Http11, sizeof Http11);
    // An address stands in the certificate as one, and is no name to ask for (RFC 6066 section 3).
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_ssl), host.constData()) != 1) {
        ERR_clear_error();
        SSL_set1_host(m_ssl, host.constData());
        SSL_ctrl(m_ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.constData()));
    }
    if (SSL_SESSION* const session = m_context.tickets().take(host)) {
        SSL_set_session(m_ssl, session);
        SSL_SESSION_free(session); // it has its own reference
    }
    SSL_set_connect_state(m_ssl);
}

TlsSession::~TlsSession()
{
    // Else OpenSSL spoils the ticket that came last, as TLS 1.0 had it: a connection that is just closed is the rule.
    SSL_set_shutdown(m_ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(m_ssl);
}

int TlsSession::keepTicket(SSL* ssl, SSL_SESSION* session)
{
    const auto* const self = static_cast<const TlsSession*>(SSL_get_app_data(ssl));
    if (SSL_get_verify_result(ssl) != X509_V_OK || SSL_SESSION_is_resumable(session) != 1)
        return 0;
    self->m_context.tickets().put(self->m_host, session);
    return 1;
}

bool TlsSession::isResumed() const
{
    return SSL_session_reused(m_ssl) == 1;
}

TlsSession::Outcome TlsSession::handshake()
{
    return outcome(SSL_do_handshake(m_ssl));
}

TlsSession::Outcome TlsSession::read(std::span<char> into)
{
    const Outcome read = outcome(SSL_read(m_ssl, into.data(), clamped(qsizetype(into.size()))));
    if (read.state == State::WantsRead)
        releaseBuffers();
    return read;
}

TlsSession::Outcome TlsSession::write(QByteArrayView bytes)
{
    return outcome(SSL_write(m_ssl, bytes.data(), clamped(bytes.size())));
}

/// SSL_MODE_RELEASE_BUFFERS forgets the 16 KiB that OpenSSL sets up for writing when a session ticket of TLS 1.3 comes: they
/// would be there until the next write, and a request that is sent is all that is ever written. OpenSSL keeps what is in use, but
/// for the header of a record whose body has not come: hence the state.
void TlsSession::releaseBuffers()
{
    if (std::strcmp(SSL_rstate_string(m_ssl), "RH") == 0)
        SSL_free_buffers(m_ssl);
}

bool TlsSession::hasPending() const
{
    return SSL_has_pending(m_ssl) == 1;
}

TlsSession::Outcome TlsSession::outcome(int result)
{
    if (result > 0)
        return {State::Done, result};
    State state = State::Failed;
    switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_WANT_READ:
        state = State::WantsRead;
        break;
    case SSL_ERROR_WANT_WRITE:
        state = State::WantsWrite;
        break;
    case SSL_ERROR_ZERO_RETURN:
        state = State::Ended;
        break;
    case SSL_ERROR_SSL: {
        const unsigned long code = ERR_peek_error();
        const long verified = SSL_get_verify_result(m_ssl);
        if (verified != X509_V_OK)
            m_failure = QString::fromLatin1(X509_verify_cert_error_string(verified));
        else if (ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING)
            m_failure = QString::fromLatin1(ERR_reason_error_string(code));
        break;
    }
    default:
        break;
    }
    ERR_clear_error(); // the queue is the thread's, and the next call looks into it
    return {state, 0};
}

}
