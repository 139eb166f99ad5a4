#pragma once

#include "ui/desktop/answernotifier.h"
#include "ui/desktop/answerwatch.h"
#include "ui/desktop/notificationservice.h"
#include "ui/desktop/trayicon.h"

#include <QPointer>

namespace sluice {

class MainWindow;

/// What of the program is on the desktop beside its window: notifications and the icon in the tray, which lead back to the
/// window. One per program; the window may be replaced. GUI thread.
class DesktopPresence final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive this.
    DesktopPresence(Settings& settings, Conversations& conversations, const QDBusConnection& bus = QDBusConnection::sessionBus(),
        const Clock& clock = steadyClock(), QObject* parent = nullptr);

    void setWindow(MainWindow* window);
    MainWindow* window() const; ///< may be null

private:
    void connectTray();

    AnswerWatch m_answers;
    NotificationService m_notifications;
    AnswerNotifier m_notifier;
    TrayIcon m_tray;
    QPointer<MainWindow> m_window;
};

}
