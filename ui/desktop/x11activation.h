#pragma once

#include <QByteArray>

class QWindow;

namespace sluice {

/// Brings \a window to the front on X11 on behalf of the start that has \a startupId, with the time of the click in it: without
/// that a window manager takes it for a theft of the focus. Also says that this start is over, so that the cursor stops being
/// busy. False where there is no X11, or no time in the id; then nothing has happened. GUI thread.
bool activateOnX11(const QWindow& window, const QByteArray& startupId);

}
