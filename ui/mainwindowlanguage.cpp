// The part of MainWindow that takes the place of one that speaks another language.

#include "ui/mainwindow.h"

#include "ui/chat/chatpane.h"
#include "ui/historytransfer.h"
#include "ui/lab/labaction.h"
#include "ui/noticebar.h"
#include "ui/paneldock.h"
#include "ui/recordings/nextanswer.h"
#include "ui/recordings/recordingplayer.h"
#include "ui/settings/settingsdialog.h"
#include "ui/sidebar/sidebar.h"

#include <QSplitter>

namespace sluice {

using namespace Qt::StringLiterals;

void MainWindow::takeOver(MainWindow& former)
{
    m_recordings->takeOver(*former.m_recordings);
    m_pane->nextAnswer()->takeOver(*former.m_pane->nextAnswer());
    if (m_wanted != former.m_wanted && !former.m_wanted.isEmpty())
        showConversation(former.m_wanted); // the settings name only what is stored
    m_damage = former.m_damage;
    // What it says was said once, and would not be said again: better in the other language than not at all.
    const NoticeBar& notice = *former.m_pane->notice();
    if (notice.hasOffer())
        offerCrashReport(former.m_crashReport);
    if (!notice.isOffer() && notice.isVisibleTo(former.m_pane) && m_trouble.isEmpty()
        && !(former.m_transfer && former.m_transfer->isRunning()))
        showNotice(notice.text());
    setSidebarVisible(former.m_sidebarAction->isChecked());
    if (!isMaximized() && !isFullScreen())
        setGeometry(former.geometry()); // what was kept is for a screen that may be another one, and is moved away from its edges
    m_splitter->restoreState(former.m_splitter->saveState());
    if (former.isVisible())
        show();
    m_sidebar->takeOver(*former.m_sidebar); // its place and the pane's need their sizes
    m_pane->takeOver(*former.m_pane);
    m_panel->takeOver(*former.m_panel);
    if (m_transfer)
        m_transfer->takeOver(*former.m_transfer);
    m_lab->takeOver(*former.m_lab);
    searchLocalServers();
    if (!former.m_settingsDialog || !former.m_settingsDialog->isVisible())
        return;
    openSettings(former.m_settingsDialog->currentPage());
    m_settingsDialog->setGeometry(former.m_settingsDialog->geometry());
    // Who went through the languages with the keyboard may not have found theirs yet.
    if (auto* choice = m_settingsDialog->findChild<QWidget*>(u"language"_s))
        choice->setFocus();
}

}
