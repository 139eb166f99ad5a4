#include "core/gateway/socketoutput.h"

#include <boost/asio/write.hpp>

#include <utility>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

SocketOutput::SocketOutput(asio::ip::tcp::socket& socket)
    : m_socket(socket)
{ }

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
