#pragma once

#include <fcntl.h>

namespace sluice {

/// Programs that this process starts do not get \a socket, just opened or accepted by Asio, which leaves that out: they would
/// keep a port in use, and connections open that are closed here. Any thread.
template <typename Socket>
void keepFromChildren(Socket& socket)
{
    ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
}

}
