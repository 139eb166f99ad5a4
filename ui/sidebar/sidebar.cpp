#include "ui/sidebar/sidebar.h"

#include "ui/contractname.h"
#include "ui/conversations.h"
#include "ui/icons.h"
#include "ui/menubutton.h"
#include "ui/sidebar/conversationdelegate.h"
#include "ui/sidebar/conversationfilter.h"
#include "ui/sidebar/hitdelegate.h"
#include "ui/sidebar/searchfield.h"
#include "ui/sidebar/searchresults.h"
#include "ui/sidebar/undobar.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LeastWidth = 200; // px
constexpr int MostWidth = 400;

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
    m_search = new SearchField(this);
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
    connect(m_search, &SearchField::searchRequested, this, &Sidebar::search);
    connect(m_search, &SearchField::downPressed, m_list, [this] { m_list->setFocus(Qt::TabFocusReason); });
    if (HistoryStore* store = m_conversations.store()) {
        m_results = new SearchResults(*store, this);
        connect(m_results, &SearchResults::finished, this, &Sidebar::showResults);
        connect(m_results, &SearchResults::failed, &m_conversations, &Conversations::failed);
    }
    applyTheme();
}

QWidget* Sidebar::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    m_new = new QPushButton(tr("New conversation"), header);
    setContractName(*m_new, u"New conversation", m_new->text());
    m_new->setProperty("quiet", true);
    m_menuButton = new MenuButton(header);
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu"));
    row->addWidget(m_new, 1);
    row->addWidget(m_menuButton);
    connect(m_new, &QPushButton::clicked, this, &Sidebar::newRequested);
    return header;
}

void Sidebar::makeList()
{
    m_list = new QListView(this);
    setContractName(*m_list, u"Conversations", tr("Conversations"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_delegate = new ConversationDelegate(m_list);
    m_hitDelegate = new HitDelegate(m_list);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    connect(m_list, &QListView::clicked, this, &Sidebar::choose);
    connect(m_list, &QListView::activated, this, &Sidebar::choose);
    connect(m_list, &QListView::customContextMenuRequested, this, &Sidebar::showContextMenu);
    setListModel(m_filter);
    holdPlace();

    m_nothingFound = new QLabel(tr("Nothing found"), this);
    m_nothingFound->setProperty("tone", u"muted"_s);
    m_nothingFound->setContentsMargins(16, 8, 16, 8);
    m_nothingFound->hide();
}

// What a page of the list brings in above must not move what is being read.
void Sidebar::holdPlace()
{
    const auto top = std::make_shared<QPersistentModelIndex>();
    connect(&m_conversations, &QAbstractItemModel::rowsAboutToBeInserted, this, [this, top] {
        const bool isAtTop = m_list->verticalScrollBar()->value() == 0;
        *top = isAtTop || showsResults() ? QModelIndex() : m_list->indexAt({0, 0});
    });
    connect(&m_conversations, &QAbstractItemModel::rowsInserted, this, [this, top] {
        if (const QPersistentModelIndex held = std::exchange(*top, {}); held.isValid() && held.model() == m_list->model())
            m_list->scrollTo(held, QAbstractItemView::PositionAtTop);
    });
}

void Sidebar::setMenu(QMenu* menu)
{
    m_menuButton->setPopup(menu);
}

void Sidebar::showMenu()
{
    m_menuButton->showPopup();
}

void Sidebar::setListModel(QAbstractItemModel* model)
{
    if (m_list->model() == model)
        return;
    const std::unique_ptr<QItemSelectionModel> old(m_list->selectionModel());
    m_list->setModel(model);
    m_list->setItemDelegate(showsResults() ? static_cast<QAbstractItemDelegate*>(m_hitDelegate) : m_delegate);
    // Queued: the current row follows the selection, and only what comes of both tells who made it.
    connect(
        m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { takeSelection(); },
        Qt::QueuedConnection);
}

bool Sidebar::showsResults() const
{
    return m_results && m_list->model() == m_results;
}

void Sidebar::setCurrent(const QString& id)
{
    m_current = id;
    if (showsResults())
        return;
    const QModelIndex index = m_filter->indexOf(id);
    m_list->setCurrentIndex(index);
    if (index.isValid())
        m_list->scrollTo(index); // it goes there by itself only while it is on screen
    else
        m_list->clearSelection();
}

void Sidebar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void Sidebar::search(const QString& query)
{
    if (!m_results) {
        m_filter->setNeedle(query);
        showConversations();
        m_nothingFound->setVisible(m_filter->isFiltering() && m_filter->rowCount() == 0);
        return;
    }
    if (query.isEmpty())
        showConversations();
    m_results->search(query);
}

void Sidebar::showResults()
{
    if (m_search->text().trimmed().isEmpty())
        return;
    setListModel(m_results);
    m_nothingFound->setVisible(m_results->rowCount() == 0);
}

void Sidebar::showConversations()
{
    setListModel(m_filter);
    m_nothingFound->hide();
    setCurrent(m_current); // a row that went away would hand the mark to its neighbour
}

QString Sidebar::idAt(const QModelIndex& index) const
{
    return showsResults() ? QString() : index.data(Conversations::IdRole).toString();
}

void Sidebar::choose(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    if (!showsResults()) {
        Q_EMIT chosen(idAt(index));
        return;
    }
    const SearchHit hit = m_results->hit(index.row());
    const QString found = hit.marks.empty() ? QString() : hit.snippet.mid(hit.marks.front().first, hit.marks.front().second);
    Q_EMIT hitChosen(hit, found);
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
    // The row under a menu is not the one that is shown, and must not look so.
    if (event->type() == QEvent::MouseButtonPress && static_cast<QMouseEvent*>(event)->button() == Qt::RightButton)
        return true;
    if (event->type() != QEvent::KeyPress || watched != m_list)
        return QWidget::eventFilter(watched, event);
    const auto* press = static_cast<QKeyEvent*>(event);
    if (press->key() == Qt::Key_Delete) {
        removeAt(m_list->currentIndex());
        return true;
    }
    if (press->key() == Qt::Key_D && press->modifiers() == Qt::ControlModifier) {
        duplicateAt(m_list->currentIndex());
        return true;
    }
    if (press->key() == Qt::Key_Escape && showsResults()) {
        m_search->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Sidebar::applyTheme()
{
    const Theme& theme = currentTheme();
    setMinimumWidth(theme.forText(LeastWidth));
    setMaximumWidth(theme.forText(MostWidth));
    m_new->setIcon(lineIcon(u"compose", theme.text));
    m_menuButton->setIcon(lineIcon(u"menu", theme.mutedText));
    m_list->doItemsLayout(); // the height of its rows may be another one
    update();
}

}
