#pragma once

#include "core/faults/originlink.h"
#include "core/sockets/clientlink.h"

#include <memory>

namespace sluice {

/// One that has a name, or is secure. It cannot be told apart from here whether it merely stopped sending, and a FIN cannot be
/// sent alone.
class FarOrigin final : public OriginLink, public std::enable_shared_from_this<FarOrigin>
{
public:
    /// \a tls is for a secure one. \a listener outlives this, or calls close().
    FarOrigin(boost::asio::io_context& loop, const HttpOrigin& origin, std::shared_ptr<const TlsContext> tls, Listener& listener);
    ~FarOrigin() override;

    void connect() override;
    void send(const QByteArray& bytes) override;
    qsizetype waitingBytes() const override { return m_waiting.size() + m_sending; }
    void finishSending() override { }
    void read() override;
    void close() override;

private:
    void flush();
    void awaitBytes();
    void fetch();

    const HttpOrigin m_origin;
    const std::shared_ptr<const TlsContext> m_tls;
    const std::shared_ptr<ClientLink> m_link;
    Listener* m_listener;
    QByteArray m_waiting;
    qsizetype m_sending = 0; ///< bytes that are on their way to the kernel
    bool m_isConnected = false;
    bool m_wantsRead = false;
};

}
