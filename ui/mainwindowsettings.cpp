// The part of MainWindow that opens the settings, and what follows them.

#include "ui/mainwindow.h"

#include "core/engine/metricspublisher.h"
#include "ui/chat/chatpane.h"
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
                                                  .shortcuts = *m_shortcuts,
                                                  .metrics = m_services.metrics},
            this);
    }
    m_settingsDialog->showPage(page);
    m_settingsDialog->show();
    m_settingsDialog->raise();
    m_settingsDialog->activateWindow();
}

/// Frames are counted only while somebody can read the count.
void MainWindow::connectMetrics()
{
    MetricsPublisher* metrics = m_services.metrics;
    if (!metrics)
        return;
    const auto follow = [this, metrics] {
        const bool isServed = metrics->serving().state == MetricsServing::State::On;
        m_pane->countFramesIn(isServed ? &metrics->metrics() : nullptr);
    };
    connect(metrics, &MetricsPublisher::servingChanged, m_pane, follow);
    follow();
}

}
