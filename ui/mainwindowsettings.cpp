// The part of MainWindow that opens the settings.

#include "ui/mainwindow.h"

#include "ui/settings/settingsdialog.h"
#include "ui/shortcuts.h"

namespace sluice {

void MainWindow::openSettings(const QString& page)
{
    if (!m_settingsDialog) {
        m_settingsDialog = new SettingsDialog({.engine = m_services.engine,
                                                  .settings = m_services.settings,
                                                  .endpoints = *m_endpoints,
                                                  .conversations = m_services.conversations,
                                                  .shortcuts = *m_shortcuts},
            this);
    }
    m_settingsDialog->showPage(page);
    m_settingsDialog->show();
    m_settingsDialog->raise();
    m_settingsDialog->activateWindow();
}

}
