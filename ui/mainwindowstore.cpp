// The part of MainWindow that is about what is stored.

#include "ui/mainwindow.h"

#include "core/engine/settings.h"
#include "ui/chat/chatpane.h"
#include "ui/closingguard.h"
#include "ui/conversations.h"
#include "ui/historytransfer.h"
#include "ui/noticebar.h"
#include "ui/sidebar/sidebar.h"

#include <utility>

namespace sluice {

void MainWindow::connectStore()
{
    connect(&m_services.conversations, &Conversations::failed, this, &MainWindow::showFailure);
    HistoryStore* store = m_services.conversations.store();
    if (!store)
        return;
    connect(store, &HistoryStore::opened, this, [this](const HistoryOpening& opening) {
        if (opening.damage)
            showDamage(*opening.damage);
    });
    connect(store, &HistoryStore::damaged, this, &MainWindow::showDamage);
    connect(store, &HistoryStore::refused, this, &MainWindow::showNotice);
    connect(store, &HistoryStore::troubleChanged, this, &MainWindow::showTrouble);
    showTrouble(store->trouble());
    m_closing = new ClosingGuard(*store, *this, this);
    connect(m_closing, &ClosingGuard::savesElsewhere, &m_services.conversations, &Conversations::interrupt);
    connect(m_closing, &ClosingGuard::closed, this, &QWidget::close);
}

void MainWindow::closeUnasked()
{
    keepPlace();
    if (m_closing)
        m_closing->closeUnasked();
    else
        close();
}

bool MainWindow::prepareForLogout(bool mayAsk)
{
    keepPlace();
    return !mayAsk || !m_closing || !m_services.conversations.store()->trouble() || m_closing->mayClose();
}

void MainWindow::makeTransfer()
{
    if (!m_services.conversations.store())
        return;
    m_transfer = new HistoryTransfer(m_services.conversations, this);
    connect(m_transfer, &HistoryTransfer::said, this, &MainWindow::showNotice);
    connect(m_sidebar, &Sidebar::exportRequested, m_transfer, &HistoryTransfer::askToExport);
}

/// What was lost stays said: \a text goes below it.
QString MainWindow::belowDamage(const QString& text) const
{
    const NoticeBar& notice = *m_pane->notice();
    const bool isShown = notice.isVisibleTo(m_pane) && !m_damage.isEmpty() && notice.text().startsWith(m_damage);
    return isShown ? m_damage + (text.isEmpty() ? QString() : u'\n' + text) : text;
}

void MainWindow::showDamage(const QString& sentence)
{
    m_damage = sentence;
    showNotice(m_trouble.isEmpty() ? sentence : sentence + u'\n' + m_trouble);
}

void MainWindow::showFailure(const Error& error)
{
    if (m_isRestoring) // nobody asked for that one, and a new conversation is shown in its place
        return;
    showNotice(belowDamage(error == m_storeTrouble ? m_trouble : error.message)); // the former says why, too
}

void MainWindow::showTrouble(const std::optional<Error>& trouble)
{
    m_storeTrouble = trouble;
    const QString before = std::exchange(m_trouble,
        trouble ? tr("New messages and changes are not saved now; they are kept "
                     "and will be saved when there is room. The reason: %1")
                      .arg(trouble->message)
                : QString());
    if (trouble || m_pane->notice()->text() == belowDamage(before)) // else it says something of others
        showNotice(belowDamage(m_trouble));
}

// Where the last run was left; that may have been a conversation that was not worth keeping.
void MainWindow::openLast()
{
    const QString last = m_services.settings.shownConversation();
    if (!m_wanted.isEmpty())
        return; // somebody was faster
    if (m_services.conversations.store() && !last.isEmpty()) {
        restore(last);
        return;
    }
    m_isRestoring = true;
    showSession(m_services.conversations.startNew());
}

void MainWindow::restore(const QString& id)
{
    showConversation(id);
    m_isRestoring = !m_services.conversations.session(id);
}

void MainWindow::showConversation(const QString& id, const std::function<void()>& then)
{
    m_wanted = id;
    m_isRestoring = false;
    m_sidebar->setCurrent(id);
    if (!m_services.conversations.session(id))
        m_pane->showSession(nullptr);
    m_services.conversations.open(id, this, [this, id, then](ChatSession* session) {
        if (id != m_wanted)
            return;
        showSession(session ? session : m_services.conversations.startNew());
        if (session && then)
            then();
    });
}

}
