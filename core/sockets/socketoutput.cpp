#include "core/sockets/socketoutput.h"

#include <boost/asio/write.hpp>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Small, so that an idle stream costs little and a stopped reader is noticed soon.
constexpr int SendBufferBytes = 128 * 1024;

}

SocketOutput::SocketOutput(asio::ip::tcp::socket& socket)
    : m_socket(socket)
{
    error_code ignored; // a socket that is already broken says so at the first write
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    m_socket.set_option(asio::socket_base::send_buffer_size(SendBufferBytes), ignored);
}

void SocketOutput::flush(Callback written)
{
    if (isBusy() || m_waiting.isEmpty())
        return;
    m_writing = std::exchange(m_waiting, {});
    const asio::const_buffer buffer(m_writing.constData(), std::size_t(m_writing.size()));
    asio::async_write(m_socket, buffer, [this, written = std::move(written)](const error_code& error, std::size_t) {
        m_writing = {}; // a stream that pauses holds no buffer
        written(!error);
    });
}

}
