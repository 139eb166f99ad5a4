#pragma once

#include "core/faults/originlink.h"
#include "core/sockets/socketinput.h"
#include "core/sockets/socketoutput.h"

#include <QByteArray>

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace sluice {

/// One that is an address, and plain: passes on each FIN and RST as it is. Kept alive by its own pending operations.
class NearOrigin final : public OriginLink, public std::enable_shared_from_this<NearOrigin>
{
public:
    /// \a listener outlives this, or calls close().
    NearOrigin(boost::asio::io_context& loop, const boost::asio::ip::tcp::endpoint& origin, Listener& listener);

    void connect() override;
    void send(const QByteArray& bytes) override;
    qsizetype waitingBytes() const override { return m_waitingBytes; }
    void finishSending() override;
    void read() override;
    void close() override;

private:
    void flush();
    void shutDownSending();

    const boost::asio::ip::tcp::endpoint m_origin;
    boost::asio::ip::tcp::socket m_socket;
    SocketInput m_input;
    SocketOutput m_output;
    Listener* m_listener;
    qsizetype m_waitingBytes = 0;
    bool m_isConnected = false;
    bool m_wantsRead = false;
    bool m_isFinishing = false;
};

}
