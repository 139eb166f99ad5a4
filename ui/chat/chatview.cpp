#include "ui/chat/chatview.h"

#include "ui/blocks/blockworker.h"
#include "ui/chat/jumpbutton.h"
#include "ui/chat/jumpnews.h"
#include "ui/chat/messageactions.h"
#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageinteraction.h"
#include "ui/chat/scrollthrottle.h"
#include "ui/chat/slimscrollbar.h"
#include "ui/contractname.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <climits>

namespace sluice {

namespace {

constexpr int JumpButtonMargin = 16;

}

ChatView::ChatView(QWidget* parent)
    : QListView(parent)
    , m_delegate(new MessageDelegate(this))
    , m_interaction(new MessageInteraction(*this, *m_delegate))
    , m_lastActions(new MessageActions(viewport()))
    , m_actions(new MessageActions(viewport()))
    , m_jumpButton(new FloatingControls(this))
    , m_news(new JumpNews(this))
    , m_throttle(new ScrollThrottle(this))
{
    setContractName(*this, u"Messages", tr("Messages"));
    setItemDelegate(m_delegate);
    setFrameShape(NoFrame);
    setVerticalScrollBar(new SlimScrollBar(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setAutoScroll(false);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // paintEvent() fills all of it
    m_jumpButton->hide();
    connectActions(*m_lastActions);
    connectActions(*m_actions);
    auto* layout = new QHBoxLayout(m_jumpButton);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* button = new JumpButton(tr("Jump to latest"), m_jumpButton);
    setContractName(*button, u"Jump to latest", button->text());
    layout->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, button] {
        if (button->hasFocus()) // it is about to go; else whoever writes goes on writing
            setFocus();
        followLatest();
    });
    connect(m_news, &JumpNews::changed, this, [this, button] {
        button->setNews(m_news->news());
        updateJumpButton();
    });
    connect(m_throttle, &ScrollThrottle::due, this, [this] { scrollContentsBy(0, 0); });
    if (BlockWorker* worker = BlockWorker::current())
        connect(worker, &BlockWorker::changed, this, &ChatView::takeNews);
}

ChatView::~ChatView() = default;

void ChatView::followLatest()
{
    m_throttle->cancel();
    setFollowing(true);
    place();
    viewport()->update();
}

// Measures what comes into view until nothing new does: each round lays out a block at least, and a screen holds only so many.
void ChatView::place()
{
    if (m_isPlacing)
        return;
    const QScopedValueRollback guard(m_isPlacing, true);
    m_delegate->beginRound();
    if (m_laidOutWidth != rowWidth()) {
        m_laidOutWidth = rowWidth();
        m_rows.invalidateAll();
    }
    do
        m_offset = wantedOffset();
    while (measureVisible());
    if (!isAnchored())
        m_anchor = anchorAt(m_offset);
    updateScrollBar();
    updateJumpButton();
    updateActions();
}

qint64 ChatView::lastOffset() const
{
    return std::max(qint64(0), m_rows.totalHeight() + EndRoom - viewport()->height());
}

qint64 ChatView::wantedOffset()
{
    if (m_isFollowing || m_anchor.row < 0 || m_anchor.row >= m_rows.count())
        return m_isFollowing ? lastOffset() : 0;
    return std::clamp(topOf(m_anchor) + m_anchor.delta, qint64(0), lastOffset());
}

// Returns whether anything got another height.
bool ChatView::measureVisible()
{
    bool hasChanged = false;
    int row = m_rows.rowAt(m_offset);
    qint64 y = row < 0 ? 0 : m_rows.top(row) - m_offset;
    const int bottom = viewport()->height();
    for (; row >= 0 && row < m_rows.count() && y < bottom; ++row) {
        MessageLayout& layout = layoutOf(row);
        if (layout.isBehind() && !m_catchUp.isActive())
            m_catchUp.start(0, this);
        hasChanged = layout.layOut(int(std::max(-y, qint64(0))), int(bottom - y)) || hasChanged;
        const bool wasMeasured = m_rows.isMeasured(row);
        const int growth = m_rows.setMeasured(row, layout.height());
        hasChanged = hasChanged || growth != 0 || !wasMeasured;
        y += m_rows.height(row);
    }
    return hasChanged;
}

// Its first and last screenful get their true heights, so that it can stand at the top or the bottom of the viewport.
void ChatView::measureEnds(int row)
{
    MessageLayout& layout = layoutOf(row);
    const int screen = viewport()->height();
    while (layout.layOut(0, screen) || layout.layOut(layout.height() - screen, layout.height())) { }
    measure(row);
}

void ChatView::measure(int row)
{
    m_rows.setMeasured(row, layoutOf(row).height());
}

MessageLayout& ChatView::layoutOf(int row) const
{
    return m_delegate->layoutFor(model()->index(row, 0), m_laidOutWidth);
}

MessageLayout& ChatView::wholeLayoutOf(int row) const
{
    MessageLayout* layout = &layoutOf(row);
    while (layout->isBehind()) {
        m_delegate->invalidate(row);
        layout = &layoutOf(row);
    }
    return *layout;
}

ChatView::Anchor ChatView::anchorAt(qint64 offset) const
{
    const int row = m_rows.rowAt(offset);
    if (row < 0)
        return {};
    const qint64 inRow = offset - m_rows.top(row);
    if (!m_rows.isMeasured(row))
        return {.row = row, .delta = inRow};
    MessageLayout& layout = layoutOf(row);
    const qsizetype position = layout.positionAt(QPointF(0, qreal(inRow)));
    return {.row = row, .position = position, .delta = inRow - qRound64(layout.lineTop(position))};
}

// As long as it says where the view is, the anchor stays what it is: lines begin elsewhere at another width, and a window that is
// made narrow and wide again should come back to the same one.
bool ChatView::isAnchored() const
{
    const qint64 nearby = viewport()->height() / 4;
    return !m_isFollowing && m_anchor.row >= 0 && m_anchor.row < m_rows.count() && m_anchor.position != Anchor::RowTop
        && std::abs(m_anchor.delta) < nearby && topOf(m_anchor) + m_anchor.delta == m_offset;
}

qint64 ChatView::topOf(const Anchor& anchor) const
{
    const qint64 top = m_rows.top(anchor.row);
    return anchor.position == Anchor::RowTop ? top : top + qRound64(layoutOf(anchor.row).lineTop(anchor.position));
}

void ChatView::setFollowing(bool isFollowing)
{
    if (m_isFollowing == isFollowing)
        return;
    m_isFollowing = isFollowing;
    m_news->setFollowing(isFollowing);
    updateJumpButton();
    Q_EMIT followingChanged(isFollowing);
}

void ChatView::updateJumpButton()
{
    const bool isAway = !m_isFollowing && m_offset < lastOffset();
    if (isAway) {
        const QSize size = m_jumpButton->sizeHint();
        const QPoint corner((rowWidth() - size.width()) / 2, viewport()->height() - size.height() - JumpButtonMargin);
        m_jumpButton->setGeometry(QRect(corner, size));
    }
    m_jumpButton->setVisible(isAway);
}

QRect ChatView::visualRect(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= m_rows.count())
        return {};
    const qint64 top = std::clamp(m_rows.top(index.row()) - m_offset, qint64(INT_MIN / 2), qint64(INT_MAX / 2));
    return QRect(0, int(top), std::max(m_laidOutWidth, 1), m_rows.height(index.row()));
}

QModelIndex ChatView::indexAt(const QPoint& point) const
{
    const qint64 y = m_offset + point.y();
    return y < 0 || y >= m_rows.totalHeight() ? QModelIndex() : model()->index(m_rows.rowAt(y), 0);
}

int ChatView::rowAtViewport(int y) const
{
    return m_rows.rowAt(m_offset + y);
}

bool ChatView::isInView(int row) const
{
    const qint64 top = m_rows.top(row) - m_offset;
    return top < viewport()->height() && top + m_rows.height(row) > 0;
}

void ChatView::setFindMarks(const FindMarks& marks)
{
    if (marks == m_delegate->findMarks())
        return;
    m_delegate->setFindMarks(marks);
    viewport()->update();
}

void ChatView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setClipRect(event->rect());
    painter.fillRect(event->rect(), currentTheme().background);
    const int first = m_rows.rowAt(m_offset + event->rect().top());
    const int last = m_rows.rowAt(m_offset + event->rect().bottom());
    if (first < 0) {
        Q_EMIT painted();
        return;
    }
    m_interaction->decorate(first, last);
    QStyleOptionViewItem option;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0);
        option.rect = visualRect(index);
        option.state.setFlag(QStyle::State_HasFocus, m_marksCurrent && hasFocus() && index == currentIndex());
        m_delegate->paint(&painter, option, index);
    }
    Q_EMIT painted();
}

void ChatView::resizeEvent(QResizeEvent* event)
{
    QAbstractItemView::resizeEvent(event);
    place();
    viewport()->update();
}

// The same whether the scroll bar shows or not: its coming must not move the text, which stands above the composer's. The bar
// covers nothing but the margin beside the column.
int ChatView::rowWidth() const
{
    return std::max(1, width());
}

}
