#include "ui/desktop/windowactivation.h"

#include "ui/desktop/x11activation.h"

#include <QWidget>
#include <QWindow>

namespace sluice {

namespace {

constexpr const char* XdgToken = "XDG_ACTIVATION_TOKEN";
constexpr const char* StartupId = "DESKTOP_STARTUP_ID";

}

WindowActivation WindowActivation::ofThisStart()
{
    return {.xdgToken = qgetenv(XdgToken), .startupId = qgetenv(StartupId)};
}

void presentWindow(QWidget& window, const WindowActivation& activation)
{
    if (window.isMinimized())
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    // Qt 6.4 has no function that takes a token: its Wayland plugin reads it from here at the next activation, and removes it.
    if (!activation.xdgToken.isEmpty())
        qputenv(XdgToken, activation.xdgToken);
    if (!window.windowHandle() || !activateOnX11(*window.windowHandle(), activation.startupId))
        window.activateWindow();
}

}
