#pragma once

#include <QtGlobal>

#include "core/base/clock.h"

namespace sluice {

/// What a client of the gateway may take its time for.
struct ConnectionTimeouts
{
    Millis head {10000}; ///< a request's header, from its first byte; also the first byte of a connection
    Millis body {60000}; ///< all of a body, however fast it comes
    Millis bodyStart {10000}; ///< the same while little of it has come; what has come buys more:
    qint64 bodyBytesPerSecond = 16 * 1024; ///< one second for so many
    Millis idle {75000}; ///< between two requests
    Millis write {60000}; ///< an answer that is whole must be taken
    Millis rest {300000}; ///< the same for what is left of a stream that has ended
    Millis linger {2000}; ///< reading on after the last answer, so that the client can read it
};

}
