#include "ui/desktop/desktoppresence.h"

#include "ui/desktop/windowactivation.h"
#include "ui/mainwindow.h"

#include <QApplication>

namespace sluice {

DesktopPresence::DesktopPresence(
    Settings& settings, Conversations& conversations, const QDBusConnection& bus, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_answers(conversations, clock)
    , m_notifications(bus)
    , m_notifier(m_answers, conversations, settings, m_notifications, [] { return QApplication::activeWindow() != nullptr; })
    , m_tray(settings, m_answers)
{
    connect(&m_notifications, &NotificationService::chosen, this, [this](const QString& conversation, const QByteArray& token) {
        if (!m_window)
            return;
        presentWindow(*m_window, {.xdgToken = token, .startupId = {}});
        m_window->showConversation(conversation);
    });
    connectTray();
}

void DesktopPresence::setWindow(MainWindow* window)
{
    m_window = window;
    m_tray.setWindow(window);
}

MainWindow* DesktopPresence::window() const
{
    return m_window;
}

void DesktopPresence::connectTray()
{
    const auto present = [this] {
        if (m_window)
            presentWindow(*m_window);
    };
    connect(&m_tray, &TrayIcon::showRequested, this, present);
    connect(&m_tray, &TrayIcon::newRequested, this, [this, present] {
        present();
        if (m_window)
            m_window->startNew();
    });
    connect(&m_tray, &TrayIcon::quitRequested, this, [this] {
        if (m_window)
            m_window->close();
    });
}

}
