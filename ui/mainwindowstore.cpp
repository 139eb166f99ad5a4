// The part of MainWindow that is about what is stored.

#include "ui/mainwindow.h"

#include "core/engine/settings.h"
#include "ui/chat/chatpane.h"
#include "ui/conversations.h"
#include "ui/historytransfer.h"
#include "ui/noticebar.h"
#include "ui/sidebar/sidebar.h"

#include <utility>

namespace sluice {

void MainWindow::connectStore()
{
    connect(&m_services.conversations, &Conversations::failed, this, [this](const Error& error) { showNotice(error.message); });
    HistoryStore* store = m_services.conversations.store();
    if (!store)
        return;
    connect(store, &HistoryStore::opened, this, [this](const HistoryOpening& opening) {
        if (opening.damage)
            showNotice(*opening.damage);
    });
    connect(store, &HistoryStore::damaged, this, &MainWindow::showNotice);
    connect(store, &HistoryStore::refused, this, &MainWindow::showNotice);
    connect(store, &HistoryStore::troubleChanged, this, &MainWindow::showTrouble);
    showTrouble(store->trouble());
}

void MainWindow::makeTransfer()
{
    if (!m_services.conversations.store())
        return;
    m_transfer = new HistoryTransfer(m_services.conversations, this);
    connect(m_transfer, &HistoryTransfer::said, this, &MainWindow::showNotice);
    connect(m_sidebar, &Sidebar::exportRequested, m_transfer, &HistoryTransfer::askToExport);
}

void MainWindow::showTrouble(const std::optional<Error>& trouble)
{
    const QString before = std::exchange(m_trouble,
        trouble ? tr("New messages and changes are not saved now (%1); they are kept "
                     "and will be saved when there is room.")
                      .arg(trouble->message)
                : QString());
    if (trouble || m_pane->notice()->text() == before) // else it says something of others
        showNotice(m_trouble);
}

// Where the last run was left; that may have been a conversation that was not worth keeping.
void MainWindow::openLast()
{
    const QString last = m_services.settings.shownConversation();
    if (!m_wanted.isEmpty())
        return; // somebody was faster
    if (m_services.conversations.store() && !last.isEmpty())
        showConversation(last);
    else
        startNew();
}

void MainWindow::showConversation(const QString& id, const std::function<void()>& then)
{
    m_wanted = id;
    m_sidebar->setCurrent(id);
    if (!m_services.conversations.session(id))
        m_pane->showSession(nullptr);
    m_services.conversations.open(id, this, [this, id, then](ChatSession* session) {
        if (id != m_wanted)
            return;
        if (!session) {
            startNew();
            return;
        }
        showSession(session);
        if (then)
            then();
    });
}

}
