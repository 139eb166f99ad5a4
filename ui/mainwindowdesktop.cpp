// The part of MainWindow that the desktop around it calls.

#include "ui/mainwindow.h"

#include "core/engine/settings.h"
#include "ui/chat/chatpane.h"
#include "ui/desktop/crashoffer.h"
#include "ui/endpointchoice.h"

namespace sluice {

void MainWindow::useEndpoint(const Endpoint& endpoint)
{
    m_services.settings.addTransientEndpoint(endpoint);
    m_choice->select(endpoint.id);
}

void MainWindow::offerCrashReport(const QString& file)
{
    m_crashReport = file;
    if (!file.isEmpty())
        sluice::offerCrashReport(*m_pane->notice(), file);
}

}
