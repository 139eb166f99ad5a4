#pragma once

#include "core/base/clock.h"
#include "core/gateway/requesttarget.h"
#include "core/wire/http.h"

#include <QByteArray>

namespace sluice {

/// One request as it came in over a connection of the gateway. A value.
struct IncomingRequest
{
    QByteArray method; ///< as sent; methods are case-sensitive (RFC 9110 section 9.1)
    RequestTarget target;
    int minorVersion = 1; ///< of HTTP/1.x
    HttpHeaders headers;
    QByteArray body;
    bool keepAlive = true; ///< what the client asks for
    bool hasBody = false;
    bool expectsContinue = false;
    TimePoint arrivedAt; ///< all of it
    QByteArray pathParameter; ///< what stands for {id} in the route's pattern

    bool isHead() const { return method == "HEAD"; }
};

}
