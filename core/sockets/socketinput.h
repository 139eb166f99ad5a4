#pragma once

#include <QByteArrayView>

#include <boost/asio/ip/tcp.hpp>

#include <functional>

namespace sluice {

/// The reading side of a socket, without a buffer that waits with it: bytes are fetched when the kernel says that there are some.
/// The loop's thread; makes the socket non-blocking, which outlives this.
class SocketInput
{
public:
    enum class Got {
        Data, ///< maybe none
        End, ///< the client's FIN: it is gone, or has merely said all it had to say
        Failure,
    };
    using Callback = std::function<void(Got got, QByteArrayView bytes)>;

    explicit SocketInput(boost::asio::ip::tcp::socket& socket);

    /// Calls \a callback once, later, unless it is waiting already or the end has come; not at all when the socket is closed. The
    /// callback keeps its owner alive. Up to 16 KiB at a time; the view is valid during the call.
    void watch(Callback callback);

    /// Calls \a callback once, later, when the connection is reset or closed. For the time after End.
    void watchForReset(std::function<void()> callback);

    bool hasEnded() const { return m_ended; }

private:
    void fetch(const Callback& callback);

    boost::asio::ip::tcp::socket& m_socket;
    bool m_watching = false;
    bool m_ended = false;
};

}
