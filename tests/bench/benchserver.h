#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <atomic>
#include <functional>

#include <sys/types.h>

namespace sluice::bench {

/// A loopback HTTP server on plain sockets in a process of its own, so that its CPU and memory do not count. Make it before any
/// thread is started: it forks. Ends with this object.
class BenchServer
{
public:
    /// Writes the body of one connection; shared between the two processes.
    class Connection
    {
    public:
        Connection(int socket, std::atomic<long long>& sent)
            : m_socket(socket)
            , m_sent(sent)
        { }

        /// Blocks as a server's write does. False when the client is gone.
        bool write(QByteArrayView bytes);

    private:
        int m_socket;
        std::atomic<long long>& m_sent;
    };

    /// \a answer writes head and body of the answer to a request for \a target; called in the other process.
    explicit BenchServer(const std::function<void(QByteArrayView target, Connection& connection)>& answer);
    ~BenchServer();
    Q_DISABLE_COPY_MOVE(BenchServer)

    quint16 port() const { return m_port; }
    long long bytesSent() const { return *m_sent; }

private:
    std::atomic<long long>* m_sent; ///< in shared memory
    pid_t m_child = -1;
    quint16 m_port = 0;
};

/// \a bytes as one HTTP chunk.
QByteArray httpChunk(const QByteArray& bytes);
inline const QByteArray ChunkedHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
inline const QByteArray LastChunk = "0\r\n\r\n";

}
