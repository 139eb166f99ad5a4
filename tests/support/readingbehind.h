#pragma once

#include "core/net/socketactivity.h"
#include "tests/support/scriptedserver.h"

#include <QDeadlineTimer>
#include <QThread>

namespace sluice::test {

/// Lets \a server send its next piece, and keeps the calling thread, which is its reader, from its event loop until Qt's own
/// thread has found it: when that was, or nothing within \a patienceMs.
inline std::optional<TimePoint> readBehindItsReader(ScriptedServer& server, int patienceMs)
{
    const std::optional<TimePoint> before = lastSocketActivity();
    std::optional<TimePoint> last = before;
    server.release();
    for (const QDeadlineTimer patience(patienceMs); last == before && !patience.hasExpired(); last = lastSocketActivity())
        QThread::yieldCurrentThread();
    return last == before ? std::nullopt : last;
}

}
