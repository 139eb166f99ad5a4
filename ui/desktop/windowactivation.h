#pragma once

#include <QByteArray>

class QWidget;

namespace sluice {

/// What a desktop gives to a program that the user has just asked for, and without which it may not come to the front. A value.
struct WindowActivation
{
    QByteArray xdgToken; ///< Wayland, xdg-activation
    QByteArray startupId; ///< X11, startup notification

    bool operator==(const WindowActivation&) const = default;

    /// What this program was started with. Before QGuiApplication, which takes it away for its first window.
    static WindowActivation ofThisStart();
};

/// Shows \a window, also when it is minimized or hidden, and brings it to the front as far as the desktop lets it. GUI thread.
void presentWindow(QWidget& window, const WindowActivation& activation = {});

}
