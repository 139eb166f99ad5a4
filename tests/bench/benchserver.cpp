#include "tests/bench/benchserver.h"

#include <QList>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sluice::bench {

namespace {

void check(bool succeeded, const char* what)
{
    if (succeeded)
        return;
    std::perror(what);
    std::exit(1);
}

/// Reads one request, body included; its target, or nothing at the end of the connection.
QByteArray readRequest(int socket, QByteArray& input)
{
    for (;;) {
        const qsizetype headEnd = input.indexOf("\r\n\r\n");
        if (headEnd >= 0) {
            const qsizetype field = input.toLower().indexOf("content-length:");
            const qsizetype start = field < 0 || field > headEnd ? -1 : field + 15;
            const qsizetype length =
                start < 0 ? 0 : input.sliced(start, input.indexOf('\r', start) - start).trimmed().toLongLong();
            if (input.size() >= headEnd + 4 + length) {
                const QByteArray target = input.split(' ').value(1);
                input.remove(0, headEnd + 4 + length);
                return target;
            }
        }
        char buffer[4096];
        const ssize_t count = ::read(socket, buffer, sizeof buffer);
        if (count <= 0)
            return {};
        input.append(buffer, count);
    }
}

}

bool BenchServer::Connection::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::send(m_socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        m_sent += count;
        bytes = bytes.sliced(count);
    }
    return true;
}

BenchServer::BenchServer(const std::function<void(QByteArrayView target, Connection& connection)>& answer)
{
    void* const shared = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    check(shared != MAP_FAILED, "mmap");
    m_sent = new (shared) std::atomic<long long>(0);

    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    check(::bind(listener, generic, size) == 0 && ::listen(listener, 16) == 0, "listen");
    check(::getsockname(listener, generic, &size) == 0, "getsockname");
    m_port = ntohs(address.sin_port);

    m_child = ::fork();
    check(m_child >= 0, "fork");
    if (m_child > 0) {
        ::close(listener);
        return;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGCHLD, SIG_IGN);
    for (;;) {
        const int socket = ::accept(listener, nullptr, nullptr);
        if (::fork() != 0) { // one process a connection: an idle one must not hold up the others
            ::close(socket);
            continue;
        }
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        Connection connection(socket, *m_sent);
        QByteArray input;
        for (QByteArray target = readRequest(socket, input); !target.isEmpty(); target = readRequest(socket, input))
            answer(target, connection);
        ::_exit(0);
    }
}

BenchServer::~BenchServer()
{
    ::kill(m_child, SIGKILL);
    ::waitpid(m_child, nullptr, 0);
}

QByteArray httpChunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

}
