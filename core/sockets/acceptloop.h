#pragma once

#include "core/base/clock.h"
#include "core/sockets/timer.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>

class QString;

namespace sluice {

struct Error;

/// A port, and the connections that come in by it, one after another. An error, as when no file descriptor is left, is logged and
/// followed by a pause: others may close theirs. The thread of \a loop, but for listen() and port(), which may come before that
/// runs. Must outlive what the loop has queued of it: stop() it, and let the loop run dry.
class AcceptLoop
{
public:
    using Socket = boost::asio::ip::tcp::socket;

    explicit AcceptLoop(boost::asio::io_context& loop);
    Q_DISABLE_COPY_MOVE(AcceptLoop)

    /// Opens the port; 0 = any free one. The error is the system's. Also anew, after stop().
    boost::system::error_code listen(const boost::asio::ip::tcp::endpoint& endpoint);
    /// While it listens.
    quint16 port() const;

    /// \a taken gets each connection; programs that this one starts do not. Once after each listen().
    void start(std::function<void(Socket socket)> taken);
    /// A connection that waits is let in after so long; asked for each. Before start().
    void setDelay(std::function<Millis()> delay) { m_delay = std::move(delay); }

    /// From \c taken: who comes from now on waits outside, until resume().
    void hold() { m_isHeld = true; }
    /// Does nothing when it is not held.
    void resume();

    /// Nobody comes in any more.
    void stop();
    bool isListening() const { return m_acceptor.is_open(); }

private:
    void await();
    void accept();
    void take(const boost::system::error_code& error, Socket socket);

    boost::asio::ip::tcp::acceptor m_acceptor;
    Timer m_timer; // of the pause, and of the delay
    std::function<Millis()> m_delay;
    std::function<void(Socket)> m_taken;
    bool m_isHeld = false;
    int m_round = 0; // of listen(): what an earlier one has queued is not of this one
};

/// Why a server that stands at \a host and \a port for a person does not listen there.
Error listenError(const QString& host, quint16 port, const boost::system::error_code& error);

/// \a host as an address; "localhost" is one, other names are an error.
boost::asio::ip::address addressOf(const QString& host, boost::system::error_code& error);

}
