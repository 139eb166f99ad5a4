#pragma once

#include <QByteArray>

#include <boost/asio/ip/tcp.hpp>

#include <functional>

namespace sluice {

/// The writing side of a socket: one write at a time, and what goes next. The loop's thread; the socket outlives this.
class SocketOutput
{
public:
    /// \a succeeded is false when the connection broke.
    using Callback = std::function<void(bool succeeded)>;

    explicit SocketOutput(boost::asio::ip::tcp::socket& socket);

    bool isBusy() const { return !m_writing.isEmpty(); }

    /// What the next flush() sends; append to it.
    QByteArray& waiting() { return m_waiting; }

    /// Sends all that waits, unless a write is under way or nothing waits. \a written is called once, later, when the kernel has
    /// taken it; it keeps its owner alive.
    void flush(Callback written);

private:
    boost::asio::ip::tcp::socket& m_socket;
    QByteArray m_writing;
    QByteArray m_waiting;
};

}
