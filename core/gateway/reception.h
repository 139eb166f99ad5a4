#pragma once

#include "core/gateway/httpconnection.h"
#include "core/sockets/acceptloop.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace sluice {

/// The gateway's port, and the connections that came in by it: so many at most. Who comes when it is full is told so (503), and
/// when too many are being told, waits outside. Gateway thread, but for listen() and port(), which come before it runs.
class Reception
{
public:
    /// \a context outlives this.
    Reception(boost::asio::io_context& loop, const ConnectionContext& context, int maxConnections);
    Q_DISABLE_COPY_MOVE(Reception)

    /// \a host is an address or "localhost"; \a port 0 = any.
    boost::system::error_code listen(const QString& host, quint16 port);
    quint16 port() const;

    /// Begins to let clients in.
    void open();
    /// \a callback whenever a connection has closed.
    void setOnClosed(std::function<void()> callback) { m_onClosed = std::move(callback); }
    /// Nobody comes in any more, until it listens anew.
    void stopListening();
    /// For all: the answer that is under way is the last.
    void finishUp();
    void closeAll();
    bool isEmpty() const { return m_connections.empty(); }

    /// How many connections this process has the file descriptors for, each of which opens \a perConnection.
    static int affordable(int perConnection);

private:
    using Socket = AcceptLoop::Socket;

    void enter(Socket socket);
    void left(HttpConnection& connection);
    int turnedAwayAtOnce() const;
    template <typename Call>
    void forEach(Call call);

    const ConnectionContext& m_context;
    const int m_most;
    AcceptLoop m_door;
    std::unordered_map<HttpConnection*, std::shared_ptr<HttpConnection>> m_connections;
    std::function<void()> m_onClosed;
};

}
