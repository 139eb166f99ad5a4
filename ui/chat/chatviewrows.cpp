// The part of ChatView that listens to its model.

#include "ui/chat/chatview.h"

#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageinteraction.h"

#include <algorithm>

namespace sluice {

void ChatView::setModel(QAbstractItemModel* newModel)
{
    if (model())
        disconnect(model(), &QAbstractItemModel::rowsRemoved, this, nullptr);
    QListView::setModel(newModel);
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
    place();
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

void ChatView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles)
{
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        // Who has scrolled away to read the reasoning keeps it when the answer begins.
        if (!m_isFollowing && isInView(row) && layoutOf(row).isReasoningOpen())
            m_delegate->setReasoningOpen(row, true);
        m_delegate->invalidate(row);
        m_rows.invalidate(row);
    }
    place();
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    viewport()->update();
}

}
