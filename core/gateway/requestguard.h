#pragma once

#include "core/gateway/incomingrequest.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace sluice {

/// The gateway's end of a connection.
struct LocalEnd
{
    QByteArray address; ///< without brackets
    int port = 0;
};

/// Who may talk to the gateway: a page in a browser can reach every port of this machine, so Host (DNS rebinding) and Origin
/// (cross-site requests) are checked, and the token where one is set. Pure.
struct RequestGuard
{
    QByteArray boundName; ///< the host the gateway was told to listen on
    QByteArray token; ///< empty = none is needed

    struct Refusal
    {
        int status = 403;
        QString detail;
    };

    /// Why \a request is refused: 400 for a Host that HTTP itself forbids, 403, 401; nothing when it may pass.
    /// The address the connection came in on is a good name too (a listener on all addresses has no other). An Origin has to
    /// have its port: the one in Host is only what the client says.
    std::optional<Refusal> check(const IncomingRequest& request, const LocalEnd& local) const;
};

/// Whether listening on \a host stays within this machine.
bool isLoopbackHost(QByteArrayView host);

}
