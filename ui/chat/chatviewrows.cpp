// The part of ChatView that listens to its model.

#include "ui/chat/chatview.h"

#include "ui/chat/floatingcontrols.h"
#include "ui/chat/jumpnews.h"
#include "ui/chat/messageactions.h"
#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageinteraction.h"
#include "ui/chat/scrollthrottle.h"

#include <QAccessible>
#include <QTimerEvent>

#include <algorithm>

namespace sluice {

void ChatView::setModel(QAbstractItemModel* newModel)
{
    if (model())
        disconnect(model(), &QAbstractItemModel::rowsRemoved, this, nullptr);
    QListView::setModel(newModel);
    m_news->watch(newModel); // after the view: it has placed itself when it is told
    if (newModel) {
        // The base class has no hook for it, and before the removal is too early to measure.
        connect(newModel, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
    }
}

void ChatView::reset()
{
    QListView::reset();
    m_delegate->clear();
    m_interaction->reset();
    m_rows.reset(model() ? model()->rowCount() : 0);
    m_anchor = {};
    m_throttle->cancel();
    setFollowing(true);
    place();
    viewport()->update();
}

void ChatView::doItemsLayout()
{
    const int count = model() ? model()->rowCount() : 0;
    if (count != m_rows.count()) {
        m_delegate->clear();
        m_rows.reset(count);
        m_anchor = {};
    }
    QAbstractItemView::doItemsLayout(); // past QListView, whose own layout asks every row for its size
}

void ChatView::updateGeometries()
{
    place();
}

void ChatView::rowsInserted(const QModelIndex& parent, int first, int last)
{
    const int count = last - first + 1;
    m_rows.insert(first, count);
    m_delegate->insertRows(first, count);
    m_interaction->insertRows(first, count);
    if (first <= m_anchor.row)
        m_anchor.row += count;
    QAbstractItemView::rowsInserted(parent, first, last);
    const bool isAtEnd = last == m_rows.count() - 1;
    const qint64 topBefore = m_rows.top(first) - m_offset;
    place();
    if (isAtEnd)
        repaintFrom(first, topBefore);
    else
        viewport()->update();
}

void ChatView::removeRows(int first, int last)
{
    const int count = last - first + 1;
    m_rows.remove(first, count);
    m_delegate->removeRows(first, count);
    m_interaction->removeRows(first, count);
    if (m_anchor.row > last)
        m_anchor.row -= count;
    else if (m_anchor.row >= first)
        m_anchor = {.row = std::min(first, m_rows.count() - 1)};
    place();
    viewport()->update();
}

void ChatView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>&)
{
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        // Who has scrolled away to read the reasoning keeps it when the answer begins.
        if (!m_isFollowing && isInView(row) && layoutOf(row).isReasoningOpen())
            m_delegate->setReasoningOpen(row, true);
        m_delegate->invalidate(row);
        m_rows.invalidate(row);
    }
    const int first = topLeft.row();
    const qint64 topBefore = m_rows.top(first) - m_offset;
    place();
    announceChange(topLeft, bottomRight);
    // A hit of more than one word may begin far above what has made it one.
    const bool isSearched = !m_delegate->findMarks().needle.isEmpty();
    if (!isInView(first) || first != bottomRight.row() || isSearched) {
        repaintFrom(first, topBefore);
        return;
    }
    repaint(first, layoutOf(first).takeChange(), topBefore);
}

void ChatView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_catchUp.timerId()) {
        QListView::timerEvent(event);
        return;
    }
    m_catchUp.stop();
    m_delegate->goOnReading();
    place();
    viewport()->update();
}

// Colours of code and images that were made ready meanwhile.
void ChatView::takeNews()
{
    const QList<int> rows = m_delegate->takeNews();
    const auto first = std::find_if(rows.begin(), rows.end(), [this](int row) { return isInView(row); });
    if (first == rows.end()) {
        for (const int row : rows)
            m_rows.invalidate(row);
        return;
    }
    const qint64 topBefore = m_rows.top(*first) - m_offset;
    place();
    MessageLayout::Change change = layoutOf(*first).takeChange();
    if (rows.back() != *first)
        change = {.top = change.top};
    repaint(*first, change, topBefore);
}

// What the base class would do in dataChanged(), which paints all of the row besides.
void ChatView::announceChange(const QModelIndex& topLeft, const QModelIndex& bottomRight)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleTableModelChangeEvent event(this, QAccessibleTableModelChangeEvent::DataChanged);
    event.setFirstRow(topLeft.row());
    event.setFirstColumn(0);
    event.setLastRow(bottomRight.row());
    event.setLastColumn(0);
    QAccessible::updateAccessibility(&event);
}

void ChatView::repaintFrom(int row, qint64 topBefore)
{
    repaint(row, {}, topBefore);
}

// Paints what is different and no more: all that stands above it has only moved. \a topBefore: where in the viewport the row was.
void ChatView::repaint(int row, const MessageLayout::Change& change, qint64 topBefore)
{
    const qint64 top = m_rows.top(row) - m_offset;
    const qint64 moved = top - topBefore;
    const QRect all = viewport()->rect();
    if (moved != 0) {
        // Buttons over the text would be moved along with it.
        if (std::abs(moved) >= all.height() || m_actions->isVisible() || m_lastActions->isVisible()
            || m_jumpButton->isVisible()) {
            viewport()->update();
            return;
        }
        viewport()->scroll(0, int(moved), all);
    }
    const auto inView = [&all](qint64 y) { return int(std::clamp(y, qint64(0), qint64(all.height()))); };
    const int from = inView(top + change.top);
    const int to = moved == 0 ? inView(top + change.bottom) : all.height();
    const int left = moved == 0 ? change.part.left : 0;
    const int right = moved == 0 ? std::min(change.part.right, all.width()) : all.width();
    if (from < to)
        viewport()->update(QRect(left, from, right - left, to - from));
    else if (moved == 0)
        Q_EMIT painted();
}

}
