#pragma once

#include <QByteArray>

#include <deque>
#include <utility>

using SSL_SESSION = struct ssl_session_st;

namespace sluice {

/// Session tickets of servers whose certificate was verified, by the name that was. A connection that takes one up needs no
/// certificate again: less work for both ends, and the parsed certificate is in memory once, not once a connection. Each is used
/// once (RFC 8446 appendix C.4), the newest first; a bounded number is kept. One thread.
class TlsTickets
{
public:
    static constexpr std::size_t Most = 32;

    TlsTickets() = default;
    ~TlsTickets();
    Q_DISABLE_COPY_MOVE(TlsTickets)

    /// Takes \a session over.
    void put(const QByteArray& host, SSL_SESSION* session);
    /// The caller's to free; null when there is none.
    SSL_SESSION* take(const QByteArray& host);

private:
    std::deque<std::pair<QByteArray, SSL_SESSION*>> m_kept; // oldest first
};

}
