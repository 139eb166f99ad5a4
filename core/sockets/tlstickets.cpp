#include "core/sockets/tlstickets.h"

#include <openssl/ssl.h>

#include <algorithm>

namespace sluice {

TlsTickets::~TlsTickets()
{
    for (const auto& [host, session] : m_kept)
        SSL_SESSION_free(session);
}

void TlsTickets::put(const QByteArray& host, SSL_SESSION* session)
{
    m_kept.emplace_back(host, session);
    if (m_kept.size() > Most) {
        SSL_SESSION_free(m_kept.front().second);
        m_kept.pop_front();
    }
}

SSL_SESSION* TlsTickets::take(const QByteArray& host)
{
    const auto found = std::find_if(m_kept.rbegin(), m_kept.rend(), [&](const auto& kept) { return kept.first == host; });
    if (found == m_kept.rend())
        return nullptr;
    SSL_SESSION* const session = found->second;
    m_kept.erase(std::next(found).base());
    return session;
}

}
