#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>

namespace sluice::test {

/// Clients that ask and are gone.
struct AbruptPlan
{
    quint16 port = 0;
    int count = 0;
    int atOnce = 100; ///< open at the same time
    Millis longest {60}; ///< each is gone at a random moment before that
    QList<QByteArray> requests; ///< taken in turn
    quint32 seed = 1;
};

struct AbruptCounts
{
    int gone = 0; ///< all of them, unless the server did not take the connection
    int resets = 0; ///< by RST
    int ends = 0; ///< by FIN, everything read
    int halves = 0; ///< of either: in the middle of their request
    int answered = 0; ///< had got some bytes
};

/// Does as \a plan says, in the calling thread, and returns when the last client is gone.
AbruptCounts disconnectAbruptly(const AbruptPlan& plan);

/// Requests to every route that keeps something for a client: slots, deflaters, cached answers, upstreams. None of their answers
/// ends by itself within seconds but a few, which are stored.
QList<QByteArray> requestsThatHoldSomething(quint16 port);

}
