#include "ui/windowhost.h"

#include "ui/languages.h"
#include "ui/mainwindow.h"

#include <utility>

namespace sluice {

WindowHost::WindowHost(const WindowServices& services, Languages& languages, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_window(std::make_unique<MainWindow>(services))
{
    // Not at once: the choice that says so is a widget of the window that goes.
    connect(&languages, &Languages::changed, this, &WindowHost::renew, Qt::QueuedConnection);
}

WindowHost::~WindowHost() = default;

void WindowHost::renew()
{
    m_window->keepPlace();
    const std::unique_ptr<MainWindow> former = std::exchange(m_window, std::make_unique<MainWindow>(m_services));
    m_window->takeOver(*former); // shows it before the former goes: the program ends with its last window
    Q_EMIT windowChanged();
}

}
