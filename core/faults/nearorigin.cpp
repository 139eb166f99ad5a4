#include "core/faults/nearorigin.h"

#include "core/sockets/keepfromchildren.h"

#include <boost/asio/io_context.hpp>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// The kernel would let it grow to megabytes; a proxy that hides a stopped reader hides what it is there to show.
constexpr int ReceiveBufferBytes = 64 * 1024;

}

NearOrigin::NearOrigin(asio::io_context& loop, const tcp::endpoint& origin, Listener& listener)
    : m_origin(origin)
    , m_socket(loop)
    , m_input(m_socket)
    , m_output(m_socket)
    , m_listener(&listener)
{ }

void NearOrigin::connect()
{
    error_code ignored; // what cannot be set here cannot be connected either
    m_socket.open(m_origin.protocol(), ignored);
    keepFromChildren(m_socket);
    m_socket.set_option(asio::socket_base::receive_buffer_size(ReceiveBufferBytes), ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
    m_socket.async_connect(m_origin, [this, self = shared_from_this()](const error_code& error) {
        if (!m_listener)
            return;
        if (error) {
            m_listener->originUnreachable(QString::fromStdString(error.message()));
            return;
        }
        m_isConnected = true;
        error_code broken; // reading tells
        m_socket.non_blocking(true, broken);
        flush();
        if (std::exchange(m_wantsRead, false))
            read();
    });
}

void NearOrigin::send(const QByteArray& bytes)
{
    m_output.waiting() += bytes;
    m_waitingBytes += bytes.size();
    if (m_isConnected)
        flush();
}

void NearOrigin::flush()
{
    const qsizetype sending = m_output.isBusy() ? 0 : m_output.waiting().size();
    if (sending == 0) {
        shutDownSending();
        return;
    }
    m_output.flush([this, self = shared_from_this(), sending](bool) {
        // A failed write is no news: the origin may have answered already, and reading tells.
        m_waitingBytes -= sending;
        if (!m_listener)
            return;
        flush();
        m_listener->originTook();
    });
}

void NearOrigin::finishSending()
{
    m_isFinishing = true;
    if (m_isConnected)
        shutDownSending();
}

void NearOrigin::shutDownSending()
{
    if (!m_isFinishing || m_output.isBusy())
        return;
    error_code ignored; // it may be broken already
    m_socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void NearOrigin::read()
{
    if (!m_isConnected) {
        m_wantsRead = true;
        return;
    }
    m_input.watch([this, self = shared_from_this()](SocketInput::Got got, QByteArrayView bytes) {
        if (m_listener)
            m_listener->originSpoke(got, bytes);
    });
}

void NearOrigin::close()
{
    m_listener = nullptr;
    error_code ignored;
    m_socket.close(ignored);
}

}
