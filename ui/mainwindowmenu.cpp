// The part of MainWindow that makes its menu.

#include "ui/mainwindow.h"

#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/findinchat.h"
#include "ui/chat/messageeditor.h"
#include "ui/historytransfer.h"
#include "ui/lab/labaction.h"
#include "ui/paneldock.h"
#include "ui/payagainaction.h"
#include "ui/recordings/nextanswer.h"
#include "ui/recordings/recordingplayer.h"
#include "ui/settings/endpointactions.h"
#include "ui/shortcuts.h"
#include "ui/sidebar/sidebar.h"
#include "ui/viewmenu.h"

#include <QMenu>
#include <QToolButton>

namespace sluice {

using namespace Qt::StringLiterals;

QMenu* MainWindow::makeMenu()
{
    auto* menu = new QMenu(this);
    const auto add = [this, menu](const QString& id, const QString& text, const QList<QKeySequence>& keys, auto slot) {
        QAction* action = menu->addAction(text);
        m_shortcuts->add(id, text, action, keys);
        addAction(action);
        connect(action, &QAction::triggered, this, slot);
    };
    add(u"new"_s, tr("New conversation"), {QKeySequence::New}, [this] { startNew(); });
    add(u"search"_s, tr("Search conversations"), {QKeySequence(u"Ctrl+K"_s)}, [this] {
        setSidebarVisible(true);
        m_sidebar->focusSearch();
    });
    add(u"find"_s, tr("Find in conversation"), {QKeySequence(u"Ctrl+F"_s)}, [this] { m_pane->find()->open(); });
    add(u"write"_s, tr("Write a message"), {QKeySequence(u"Ctrl+L"_s)}, [this] { m_pane->composer()->editor()->setFocus(); });
    menu->addSeparator();
    menu->addAction(m_pane->cacheAction());
    menu->addMenu(m_endpoints->makeMenu(menu));
    QMenu* view = menu->addMenu(tr("View"));
    view->addAction(m_sidebarAction);
    view->addAction(m_panel->action());
    addSchemeMenu(*view, m_services.settings);
    addPaceMenus(*view, m_services.settings);
    addPayAgainAction(*menu, m_services.settings);
    menu->addSeparator();
    menu->addAction(m_recordings->action());
    menu->addAction(m_pane->nextAnswer()->action());
    if (m_transfer)
        m_transfer->addTo(menu);
    menu->addSeparator();
    menu->addAction(m_lab->action());
    addAction(m_lab->action());
    m_shortcuts->add(u"lab"_s, m_lab->action()->text(), m_lab->action(), {QKeySequence(u"Ctrl+Shift+L"_s)});
    add(u"settings"_s, tr("Settings…"), {QKeySequence(u"Ctrl+,"_s)}, [this] { openSettings(); });
    add(u"quit"_s, tr("Quit"), {QKeySequence(u"Ctrl+Q"_s)}, [this] { close(); });

    auto* menuKey = new QAction(tr("Menu"), this);
    addAction(menuKey);
    m_shortcuts->add(u"menu"_s, menuKey->text(), menuKey, {QKeySequence(Qt::Key_F10)});
    connect(menuKey, &QAction::triggered, this, [this, menu] {
        if (m_sidebar->isVisible())
            m_sidebar->showMenu();
        else // it needs no sidebar, for which there may be no room
            menu->popup(m_pane->mapToGlobal(QPoint(8, m_pane->sidebarButton()->geometry().bottom() + 1)));
    });
    return menu;
}

}
