#include "ui/mainwindow.h"

#include "core/engine/settings.h"
#include "core/store/historystore.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/findinchat.h"
#include "ui/chat/messageeditor.h"
#include "ui/closingguard.h"
#include "ui/conversations.h"
#include "ui/endpointchoice.h"
#include "ui/firstpaint.h"
#include "ui/icons.h"
#include "ui/lab/labaction.h"
#include "ui/localservers.h"
#include "ui/noticebar.h"
#include "ui/paneldock.h"
#include "ui/recordings/recordingplayer.h"
#include "ui/settings/endpointactions.h"
#include "ui/shortcuts.h"
#include "ui/sidebar/sidebar.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int SidebarWidth = 264; // px
constexpr int NarrowBelow = 760; // px: under it there is no room for both
constexpr QSize Frame {16, 64}; // px, at most

}

MainWindow::MainWindow(const WindowServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_shortcuts(new Shortcuts(services.settings, this))
    , m_choice(new EndpointChoice(services.engine, services.settings, services.keyring, this))
    , m_endpoints(new EndpointActions(services.engine, services.settings, services.keyring, *m_choice, this))
    , m_servers(new LocalServers(services.engine, usualPorts(), this))
    , m_recordings(new RecordingPlayer(services.settings, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_sidebar(new Sidebar(services.conversations, m_splitter))
    , m_pane(new ChatPane(services.conversations, *m_choice, services.settings, m_splitter))
    , m_panel(new PanelDock(services, *m_pane, this))
    , m_lab(new LabAction({services.engine, services.settings, services.keyring, services.conversations}, this))
{
    setWindowTitle(u"Sluice"_s);
    afterFirstPaint(this, [this] { setWindowIcon(applicationIcon()); }); // drawn in many sizes
    arrange();
    addKeys();
    makeTransfer();
    m_sidebar->setMenu(makeMenu());
    connectParts();
    connectServers();
    connectRecordings();
    connectMetrics();
    connectStore();
    restorePlace();
    m_pane->composer()->editor()->setFocus(); // who writes at once has a place for it
    if (services.conversations.isReady())
        openLast();
    else
        connect(&services.conversations, &Conversations::ready, this, &MainWindow::openLast);
}

MainWindow::~MainWindow()
{
    m_panel->disconnect(this); // it hides when it is destroyed, and nobody is there any more to hear of that
}

void MainWindow::arrange()
{
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({SidebarWidth, NarrowBelow});
    setCentralWidget(m_splitter);
    addDockWidget(Qt::RightDockWidgetArea, m_panel);
    addAction(m_panel->action());
    m_shortcuts->add(u"panel"_s, m_panel->action()->text(), m_panel->action(), {QKeySequence(u"Ctrl+Shift+P"_s)});
}

void MainWindow::addKeys()
{
    m_sidebarAction = new QAction(tr("Sidebar"), this);
    m_sidebarAction->setCheckable(true);
    m_sidebarAction->setChecked(true);
    m_shortcuts->add(u"sidebar"_s, tr("Sidebar"), m_sidebarAction, {QKeySequence(u"Ctrl+B"_s)});
    addAction(m_sidebarAction); // in a menu alone its key would wait for the menu to be built
    connect(m_sidebarAction, &QAction::triggered, this, &MainWindow::setSidebarVisible);
    QToolButton* button = m_pane->sidebarButton();
    button->setAccessibleName(tr("Sidebar"));
    button->setToolTip(tr("Show or hide the sidebar (Ctrl+B)"));
    connect(button, &QToolButton::clicked, m_sidebarAction, &QAction::trigger);

    m_stopKey = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    m_stopKey->setEnabled(false); // Escape belongs to others while nothing runs
    connect(m_stopKey, &QShortcut::activated, m_pane, &ChatPane::stop);
}

void MainWindow::connectParts()
{
    connect(m_sidebar, &Sidebar::newRequested, this, &MainWindow::startNew);
    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString& id) { showConversation(id); });
    connect(m_sidebar, &Sidebar::hitChosen, this, [this](const SearchHit& hit, const QString& found) {
        showConversation(hit.conversationId, [this, id = hit.messageId, found] { m_pane->showMessage(id, found); });
    });
    connect(m_sidebar, &Sidebar::removed, this, &MainWindow::leaveRemoved);
    connect(m_pane, &ChatPane::addEndpointRequested, m_endpoints, [this] { m_endpoints->add(); });
    connect(m_endpoints, &EndpointActions::notice, this, &MainWindow::showNotice);
    connect(m_panel, &PanelDock::said, this, &MainWindow::showNotice);
    connect(m_panel, &PanelDock::opening, this, [this] {
        if (m_sidebar->isVisibleTo(this) && !hasRoomForAll(true))
            setSidebarVisible(false);
    });
    connect(m_panel, &PanelDock::visibilityChanged, this, &MainWindow::fitSidebar);
    connect(&m_services.conversations, &QAbstractItemModel::dataChanged, this, &MainWindow::watchStreams);
    connect(&m_services.conversations, &QAbstractItemModel::modelReset, this, &MainWindow::leaveRemoved);
}

void MainWindow::showNotice(const QString& text)
{
    m_pane->notice()->showNotice(text);
}

void MainWindow::startNew()
{
    m_isRestoring = false;
    showSession(m_services.conversations.startNew());
}

void MainWindow::showSession(ChatSession* session)
{
    m_wanted = session->id();
    m_services.conversations.setShown(session);
    m_services.settings.setShownConversation(m_wanted);
    m_pane->showSession(session);
    m_sidebar->setCurrent(m_wanted);
    if (!std::exchange(m_isRestoring, false)) // who went elsewhere meanwhile stays there
        m_pane->composer()->editor()->setFocus();
    watchStreams();
}

void MainWindow::leaveRemoved()
{
    if (m_services.conversations.rowOf(m_wanted) < 0)
        startNew();
}

void MainWindow::watchStreams()
{
    const ChatSession* session = m_pane->session();
    m_stopKey->setEnabled(session && isRunning(session->status().state)); // not isRunning(): see Conversations::data()
}

void MainWindow::setSidebarVisible(bool isVisible)
{
    // Where there is no room for both, the sidebar takes the panel's place: the window would grow beyond the screen.
    if (isVisible && !hasRoomForAll(m_panel->isVisibleTo(this)))
        m_panel->action()->setChecked(false);
    m_sidebar->setVisible(isVisible);
    QEvent request(QEvent::LayoutRequest); // at once: what is shown next would still find its room taken, and widen the window
    QCoreApplication::sendEvent(centralWidget(), &request);
    m_sidebarAction->setChecked(isVisible);
}

void MainWindow::restorePlace()
{
    resize(1120, 760);
    if (!restoreGeometry(m_services.settings.windowGeometry()) && screen())
        resize(size().boundedTo(screen()->availableSize() - Frame)); // the window manager puts it around what is resized here
    restoreState(m_services.settings.windowState());
    m_panel->restore();
    fitSidebar(); // or a window that opens with all of it would be wider than it was
}

void MainWindow::keepPlace()
{
    m_services.settings.setWindowGeometry(saveGeometry());
    m_services.settings.setWindowState(saveState());
    m_pane->keepPlace();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    keepPlace();
    if (m_closing && !m_closing->mayClose()) {
        event->ignore();
        return;
    }
    m_lab->close(); // or the program would stay open with it
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitSidebar();
}

/// For sidebar, conversation and perhaps the panel.
bool MainWindow::hasRoomForAll(bool withPanel) const
{
    const int panel = withPanel ? m_panel->minimumSizeHint().width() : 0;
    return width() >= m_sidebar->minimumWidth() + m_pane->minimumWidth() + panel;
}

void MainWindow::fitSidebar()
{
    // It may not have got its width yet.
    const int panel = m_panel->isVisibleTo(this) ? std::max(m_panel->width(), m_panel->minimumSizeHint().width()) : 0;
    const bool isNarrow = width() - panel < currentTheme().forText(NarrowBelow);
    const bool isTooMuch = m_sidebar->isVisibleTo(this) && !hasRoomForAll(m_panel->isVisibleTo(this));
    if (isNarrow == m_isNarrow && !isTooMuch)
        return;
    m_isNarrow = isNarrow;
    // Only when the border is crossed: what the user does afterwards stays.
    setSidebarVisible(!isNarrow && !isTooMuch);
}

}
