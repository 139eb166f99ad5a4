#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <span>

using SSL = struct ssl_st;
using SSL_SESSION = struct ssl_session_st;

namespace sluice {

class TlsContext;

/// TLS on one non-blocking socket, the client's side: the server's certificate is verified, its name too. Nothing blocks: a call
/// that has to wait says for what. Without a buffer of its own while it waits. The loop's thread; the socket outlives this.
class TlsSession
{
public:
    enum class State {
        Done,
        WantsRead, ///< again when the socket is readable
        WantsWrite, ///< again when the socket is writable
        Ended, ///< the other side has said that this was all
        Failed, ///< for good: see failure()
    };
    struct Outcome
    {
        State state = State::Done;
        qsizetype count = 0; ///< bytes, with Done
    };

    /// \a host is a name or an address without brackets, as it must stand in the certificate.
    TlsSession(const TlsContext& context, int socket, const QByteArray& host);
    ~TlsSession();
    Q_DISABLE_COPY_MOVE(TlsSession)

    Outcome handshake();
    Outcome read(std::span<char> into);
    Outcome write(QByteArrayView bytes);

    /// Bytes that were received and not read: the socket may stay silent although there is something to read.
    bool hasPending() const;

    /// The handshake took up an earlier session.
    bool isResumed() const;

    /// OpenSSL's, for the tickets that a server sends at any time. 1 = it is kept.
    static int keepTicket(SSL* ssl, SSL_SESSION* session);

    /// What went wrong, for people; empty where the connection just broke.
    QString failure() const { return m_failure; }

private:
    Outcome outcome(int result);
    void releaseBuffers();

    const TlsContext& m_context;
    const QByteArray m_host;
    SSL* m_ssl = nullptr;
    QString m_failure;
};

}
