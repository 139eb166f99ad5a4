#include "ui/sidebar/sidebar.h"

#include "ui/conversations.h"
#include "ui/icons.h"
#include "ui/sidebar/conversationdelegate.h"
#include "ui/sidebar/conversationfilter.h"
#include "ui/sidebar/undobar.h"
#include "ui/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds SearchDelay {300};
constexpr int MaxNeedle = 500; // characters

}

Sidebar::Sidebar(Conversations& conversations, QWidget* parent)
    : QWidget(parent)
    , m_conversations(conversations)
    , m_filter(new ConversationFilter(conversations, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->setSpacing(8);
    layout->addWidget(makeHeader());
    makeSearch();
    auto* searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(8, 0, 8, 0);
    searchRow->addWidget(m_search);
    layout->addLayout(searchRow);
    makeList();
    layout->addWidget(m_nothingFound);
    layout->addWidget(m_list, 1);
    m_undo = new UndoBar(this);
    layout->addWidget(m_undo);
    connect(m_undo, &UndoBar::expired, &m_conversations, &Conversations::forgetRemoved);
    connect(m_undo, &UndoBar::undoRequested, this, [this] { Q_EMIT chosen(m_conversations.restoreRemoved()); });
    applyTheme();
}

QWidget* Sidebar::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    m_new = new QPushButton(tr("New conversation"), header);
    m_new->setProperty("quiet", true);
    m_new->setIconSize({18, 18});
    m_menuButton = new QToolButton(header);
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu"));
    m_menuButton->setIconSize({18, 18});
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_new, 1);
    row->addWidget(m_menuButton);
    connect(m_new, &QPushButton::clicked, this, &Sidebar::newRequested);
    return header;
}

void Sidebar::makeSearch()
{
    m_search = new QLineEdit(this);
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setProperty("search", true);
    m_search->setMaxLength(MaxNeedle);
    m_searchIcon = m_search->addAction(QIcon(), QLineEdit::LeadingPosition);
    m_searchIcon->setText(tr("Search"));
    m_clearSearch = m_search->addAction(QIcon(), QLineEdit::TrailingPosition);
    m_clearSearch->setText(tr("Clear search"));
    m_clearSearch->setVisible(false);
    m_search->installEventFilter(this);
    connect(m_clearSearch, &QAction::triggered, m_search, &QLineEdit::clear);
    connect(m_search, &QLineEdit::textChanged, m_clearSearch,
        [this](const QString& text) { m_clearSearch->setVisible(!text.isEmpty()); });
    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(SearchDelay);
    connect(m_search, &QLineEdit::textChanged, &m_searchDelay, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &Sidebar::applySearch);
    connect(&m_searchDelay, &QTimer::timeout, this, &Sidebar::applySearch);
}

void Sidebar::makeList()
{
    m_list = new QListView(this);
    m_list->setAccessibleName(tr("Conversations"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new ConversationDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->installEventFilter(this);
    connect(m_list, &QListView::clicked, this, &Sidebar::choose);
    connect(m_list, &QListView::activated, this, &Sidebar::choose);
    connect(m_list, &QListView::customContextMenuRequested, this, &Sidebar::showContextMenu);
    // Queued: the current row follows the selection, and only what comes of both tells who made it.
    connect(
        m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { takeSelection(); },
        Qt::QueuedConnection);

    m_nothingFound = new QLabel(tr("Nothing found"), this);
    m_nothingFound->setProperty("tone", u"muted"_s);
    m_nothingFound->setContentsMargins(16, 8, 16, 8);
    m_nothingFound->hide();
}

void Sidebar::setMenu(QMenu* menu)
{
    m_menuButton->setMenu(menu);
}

void Sidebar::showMenu()
{
    m_menuButton->showMenu();
}

void Sidebar::setCurrent(const ChatSession* session)
{
    m_current = session;
    const QModelIndex index = m_filter->indexOf(session);
    m_list->setCurrentIndex(index);
    if (!index.isValid())
        m_list->clearSelection();
}

void Sidebar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void Sidebar::applySearch()
{
    m_searchDelay.stop();
    m_filter->setNeedle(m_search->text().trimmed());
    setCurrent(m_current); // a row that went away would hand the mark to its neighbour
    m_nothingFound->setVisible(m_filter->isFiltering() && m_filter->rowCount() == 0);
}

void Sidebar::choose(const QModelIndex& index)
{
    if (ChatSession* session = m_filter->session(index))
        Q_EMIT chosen(session);
}

void Sidebar::takeSelection()
{
    // Mouse and keyboard make a row current; assistive technology only selects it, or takes the selection away.
    const QModelIndexList selected = m_list->selectionModel()->selectedIndexes();
    if (selected.isEmpty())
        setCurrent(m_current);
    else if (selected.first() != m_list->currentIndex())
        choose(selected.first());
}

void Sidebar::showContextMenu(const QPoint& position)
{
    const QPersistentModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    const Theme& theme = currentTheme();
    const bool isPinned = index.data(Conversations::PinnedRole).toBool();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(lineIcon(u"rename", theme.text), tr("Rename")), &QAction::triggered, m_list,
        [this, index] { m_list->edit(index); });
    connect(menu->addAction(lineIcon(u"pin", theme.text), isPinned ? tr("Unpin") : tr("Pin")), &QAction::triggered, this,
        [this, index, isPinned] { m_conversations.setPinned(m_filter->session(index), !isPinned); });
    connect(menu->addAction(lineIcon(u"trash", theme.text), tr("Delete")), &QAction::triggered, this,
        [this, index] { removeAt(index); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void Sidebar::removeAt(const QModelIndex& index)
{
    ChatSession* session = m_filter->session(index);
    if (!session)
        return;
    const QString title = m_conversations.displayTitle(*session);
    m_conversations.remove(session);
    m_undo->offer(tr("Deleted “%1”").arg(title));
    Q_EMIT removed();
}

void Sidebar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().sidebar);
}

void Sidebar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool Sidebar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (watched == m_list && key == Qt::Key_Delete) {
        removeAt(m_list->currentIndex());
        return true;
    }
    if (watched == m_search && key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    if (watched == m_search && key == Qt::Key_Down) {
        m_list->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Sidebar::applyTheme()
{
    const Theme& theme = currentTheme();
    m_new->setIcon(lineIcon(u"compose", theme.text));
    m_menuButton->setIcon(lineIcon(u"menu", theme.mutedText));
    m_searchIcon->setIcon(lineIcon(u"search", theme.mutedText));
    m_clearSearch->setIcon(lineIcon(u"clear", theme.mutedText));
    update();
}

}
