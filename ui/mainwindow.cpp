#include "ui/mainwindow.h"

#include "core/engine/settings.h"
#include "core/store/historystore.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/findinchat.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/welcomepanel.h"
#include "ui/closingguard.h"
#include "ui/conversations.h"
#include "ui/endpointchoice.h"
#include "ui/historytransfer.h"
#include "ui/icons.h"
#include "ui/localservers.h"
#include "ui/noticebar.h"
#include "ui/paneldock.h"
#include "ui/payagainaction.h"
#include "ui/recordings/nextanswer.h"
#include "ui/recordings/recordingplayer.h"
#include "ui/settings/endpointactions.h"
#include "ui/shortcuts.h"
#include "ui/sidebar/sidebar.h"
#include "ui/viewmenu.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int SidebarWidth = 264; // px
constexpr int LeastSidebar = 200;
constexpr int MostSidebar = 400;
constexpr int LeastPane = 360;
constexpr int NarrowBelow = 760; // px: under it there is no room for both

}

MainWindow::MainWindow(const WindowServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_shortcuts(new Shortcuts(services.settings, this))
    , m_choice(new EndpointChoice(services.engine, services.settings, services.keyring, this))
    , m_endpoints(new EndpointActions(services.engine, services.settings, services.keyring, *m_choice, this))
    , m_servers(new LocalServers(services.engine, usualPorts(), this))
    , m_recordings(new RecordingPlayer(services.settings, this))
    , m_sidebar(new Sidebar(services.conversations, this))
    , m_pane(new ChatPane(services.conversations, *m_choice, services.settings, this))
    , m_panel(new PanelDock(services, *m_pane, this))
{
    setWindowTitle(u"Sluice"_s);
    setWindowIcon(applicationIcon());
    arrange();
    addKeys();
    makeTransfer();
    m_sidebar->setMenu(makeMenu());
    connectParts();
    connectServers();
    connectRecordings();
    connectStore();
    restorePlace();
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
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    m_sidebar->setMinimumWidth(LeastSidebar);
    m_sidebar->setMaximumWidth(MostSidebar);
    m_pane->setMinimumWidth(LeastPane);
    splitter->addWidget(m_sidebar);
    splitter->addWidget(m_pane);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({SidebarWidth, NarrowBelow});
    setCentralWidget(splitter);
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
    addAppearanceMenu(menu);
    addPayAgainAction(*menu, m_services.settings);
    menu->addSeparator();
    menu->addAction(m_recordings->action());
    menu->addAction(m_pane->nextAnswer()->action());
    if (m_transfer)
        m_transfer->addTo(menu);
    menu->addSeparator();
    add(u"settings"_s, tr("Settings"), {QKeySequence(u"Ctrl+,"_s)}, [this] { openSettings(); });
    add(u"quit"_s, tr("Quit"), {QKeySequence(u"Ctrl+Q"_s)}, [this] { close(); });

    auto* menuKey = new QAction(tr("Menu"), this);
    addAction(menuKey);
    m_shortcuts->add(u"menu"_s, menuKey->text(), menuKey, {QKeySequence(Qt::Key_F10)});
    connect(menuKey, &QAction::triggered, this, [this] {
        setSidebarVisible(true);
        m_sidebar->showMenu();
    });
    return menu;
}

void MainWindow::addAppearanceMenu(QMenu* menu)
{
    QMenu* view = menu->addMenu(tr("View"));
    view->addAction(m_sidebarAction);
    view->addAction(m_panel->action());
    QMenu* appearance = view->addMenu(tr("Appearance"));
    auto* group = new QActionGroup(appearance);
    const QList<std::pair<ColorScheme, QString>> schemes {
        {ColorScheme::System, tr("System")}, {ColorScheme::Light, tr("Light")}, {ColorScheme::Dark, tr("Dark")}};
    for (const auto& [scheme, name] : schemes) {
        QAction* action = group->addAction(appearance->addAction(name));
        action->setCheckable(true);
        action->setChecked(m_services.settings.colorScheme() == scheme);
        connect(action, &QAction::triggered, this, [this, chosen = scheme] { m_services.settings.setColorScheme(chosen); });
    }
    addPaceMenus(*view, m_services.settings);
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
    connect(m_panel, &PanelDock::visibilityChanged, this, &MainWindow::fitSidebar);
    connect(&m_services.conversations, &QAbstractItemModel::dataChanged, this, &MainWindow::watchStreams);
    connect(&m_services.conversations, &QAbstractItemModel::modelReset, this, &MainWindow::leaveRemoved);
}

void MainWindow::connectServers()
{
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

void MainWindow::showNotice(const QString& text)
{
    m_pane->notice()->showNotice(text);
}

void MainWindow::searchLocalServers()
{
    m_servers->search();
}

bool MainWindow::isKnownServer(const QUrl& baseUrl) const
{
    const QList<Endpoint> all = m_services.settings.endpoints();
    return std::any_of(all.begin(), all.end(), [&](const Endpoint& endpoint) {
        return endpoint.baseUrl.port() == baseUrl.port() && endpoint.baseUrl.host() == baseUrl.host();
    });
}

void MainWindow::startNew()
{
    showSession(m_services.conversations.startNew());
}

void MainWindow::showSession(ChatSession* session)
{
    m_wanted = session->id();
    m_services.conversations.setShown(session);
    m_services.settings.setShownConversation(m_wanted);
    m_pane->showSession(session);
    m_sidebar->setCurrent(m_wanted);
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
    m_stopKey->setEnabled(m_pane->session() && m_pane->session()->isRunning());
}

void MainWindow::setSidebarVisible(bool isVisible)
{
    m_sidebar->setVisible(isVisible);
    m_sidebarAction->setChecked(isVisible);
}

void MainWindow::restorePlace()
{
    resize(1120, 760);
    if (!restoreGeometry(m_services.settings.windowGeometry()) && screen())
        resize(size().boundedTo(screen()->availableSize()));
    restoreState(m_services.settings.windowState());
    m_panel->restore();
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
    if (m_closing && !m_closing->mayClose())
        event->ignore();
    else
        QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitSidebar();
}

void MainWindow::fitSidebar()
{
    const bool isNarrow = width() - (m_panel->isVisibleTo(this) ? m_panel->width() : 0) < NarrowBelow;
    if (isNarrow == m_isNarrow)
        return;
    m_isNarrow = isNarrow;
    setSidebarVisible(!isNarrow); // only when the border is crossed: what the user does afterwards stays
}

}
