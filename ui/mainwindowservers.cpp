// The part of MainWindow that offers the model servers on this computer.

#include "core/engine/settings.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/welcomepanel.h"
#include "ui/endpointchoice.h"
#include "ui/firstpaint.h"
#include "ui/localservers.h"
#include "ui/mainwindow.h"

#include <algorithm>

namespace sluice {

void MainWindow::connectServers()
{
    // What the network thread has to do for the first list of models (TLS among it) takes as long as a tenth of a start.
    m_choice->hold();
    afterFirstPaint(this, [this] { m_choice->release(); });
    connect(m_servers, &LocalServers::found, this, [this](const LocalServer& server) {
        if (!isKnownServer(server.endpoint.baseUrl))
            m_pane->welcome()->addServer(server);
    });
    connect(m_pane->welcome(), &WelcomePanel::serverChosen, this, [this](const Endpoint& endpoint) {
        m_services.settings.saveEndpoint(endpoint);
        m_choice->select(endpoint.id);
        m_pane->welcome()->removeServer(endpoint.id);
    });
}

void MainWindow::searchLocalServers()
{
    afterFirstPaint(this, [this] { m_servers->search(); });
}

bool MainWindow::isKnownServer(const QUrl& baseUrl) const
{
    const QList<Endpoint> all = m_services.settings.endpoints();
    return std::any_of(all.begin(), all.end(), [&](const Endpoint& endpoint) {
        return endpoint.baseUrl.port() == baseUrl.port() && endpoint.baseUrl.host() == baseUrl.host();
    });
}

}
