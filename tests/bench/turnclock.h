#pragma once

#include <functional>

namespace sluice::bench {

/// Tells how long the calling thread is busy between two waits of its event loop, in milliseconds, at the end of each such turn.
/// Call it once, in the UI thread, with QT_NO_GLIB set before the application is made.
///
/// It stands between Qt's dispatcher and ppoll(2), the only place where that waits. QAbstractEventDispatcher's awake() would come
/// too late: on Unix it is emitted after the timers that ended the wait have been served.
void watchTurns(std::function<void(double busyMs)> turnEnded);

}
