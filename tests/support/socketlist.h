#pragma once

#include <QDir>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>

namespace sluice::test {

/// IPv4 sockets of this process at one port.
struct SocketCount
{
    int all = 0;
    int inheritable = 0; ///< programs that this process starts get them, too

    bool operator==(const SocketCount&) const = default;
};

/// Those with \a port at their own end (\a nameOf is ::getsockname) or at the other (::getpeername).
inline SocketCount socketsAt(quint16 port, int (*nameOf)(int, sockaddr*, socklen_t*))
{
    SocketCount count;
    for (const QString& entry : QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System)) {
        const int fd = entry.toInt();
        sockaddr_in address = {};
        socklen_t size = sizeof(address);
        if (fd <= 2 || nameOf(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0 || address.sin_family != AF_INET
            || ntohs(address.sin_port) != port)
            continue;
        ++count.all;
        if ((::fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0)
            ++count.inheritable;
    }
    return count;
}

}
