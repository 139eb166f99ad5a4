#include "core/sockets/socketinput.h"

#include <array>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

SocketInput::SocketInput(asio::ip::tcp::socket& socket)
    : m_socket(socket)
{
    error_code ignored; // a socket that is already broken says so at the first read
    m_socket.set_option(asio::socket_base::keep_alive(true), ignored);
    m_socket.non_blocking(true, ignored);
}

void SocketInput::watch(Callback callback)
{
    if (m_watching || m_ended || !m_socket.is_open())
        return;
    m_watching = true;
    m_socket.async_wait(asio::ip::tcp::socket::wait_read, [this, callback = std::move(callback)](const error_code& error) {
        m_watching = false; // the callback keeps this alive
        if (!error && m_socket.is_open())
            fetch(callback);
    });
}

void SocketInput::fetch(const Callback& callback)
{
    std::array<char, 16 * 1024> bytes;
    error_code error;
    const std::size_t count = m_socket.read_some(asio::buffer(bytes), error);
    m_ended = error == asio::error::eof;
    if (m_ended)
        callback(Got::End, {});
    else if (error && error != asio::error::would_block)
        callback(Got::Failure, {});
    else
        callback(Got::Data, {bytes.data(), qsizetype(count)});
}

void SocketInput::watchForReset(std::function<void()> callback)
{
    m_socket.async_wait(asio::ip::tcp::socket::wait_error, [callback = std::move(callback)](const error_code&) { callback(); });
}

}
