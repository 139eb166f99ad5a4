#pragma once

#include "core/sockets/socketinput.h"
#include "core/sockets/socketoutput.h"

#include <QByteArray>
#include <QString>

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace sluice {

/// The proxy's connection to the origin, for one request. Proxy thread; kept alive by its own pending operations. After close()
/// nothing is called any more.
class OriginLink final : public std::enable_shared_from_this<OriginLink>
{
public:
    class Listener
    {
    public:
        virtual void originUnreachable(const QString& why) = 0;
        virtual void originSpoke(SocketInput::Got got, QByteArrayView bytes) = 0;
        virtual void originTook() = 0; ///< what was sent is in the kernel

    protected:
        ~Listener() = default;
    };

    /// \a listener outlives this, or calls close().
    OriginLink(boost::asio::io_context& loop, Listener& listener);

    void connect(const boost::asio::ip::tcp::endpoint& origin);
    void send(const QByteArray& bytes);
    qsizetype waitingBytes() const { return m_waitingBytes; }
    /// Nothing more will be sent: the origin sees a FIN behind what waits.
    void finishSending();
    /// Calls originSpoke() once, later.
    void read();
    void close();

private:
    void flush();
    void shutDownSending();

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
