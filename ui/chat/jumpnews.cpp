#include "ui/chat/jumpnews.h"

#include "ui/chat/messageroles.h"

#include <QAbstractItemModel>

namespace sluice {

template <typename Change>
void JumpNews::apply(Change change)
{
    const NewBelow before = m_news;
    change();
    if (m_news.messages() != before.messages() || m_news.hasNewText() != before.hasNewText())
        Q_EMIT changed();
}

void JumpNews::watch(const QAbstractItemModel* model)
{
    for (const QMetaObject::Connection& connection : m_connections)
        disconnect(connection);
    m_connections.clear();
    m_model = model;
    setFollowing(true);
    if (!model)
        return;
    m_connections.push_back(connect(model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex&, int first, int last) { apply([&] { m_news.insertRows(first, last - first + 1); }); }));
    m_connections.push_back(connect(model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex&, int first, int last) { apply([&] { m_news.removeRows(first, last - first + 1); }); }));
    m_connections.push_back(connect(model, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex&, const QModelIndex& bottom) { // above the last row nothing counts
            apply([&] { m_news.changeRow(bottom.row(), sizeOf(bottom.row())); });
        }));
}

void JumpNews::setFollowing(bool isFollowing)
{
    apply([&] {
        if (isFollowing || !m_model)
            m_news.arrive();
        else
            m_news.leave(m_model->rowCount(), sizeOf(m_model->rowCount() - 1));
    });
}

qsizetype JumpNews::sizeOf(int row) const
{
    const QModelIndex index = m_model->index(row, 0);
    return index.data(MessageTextRole).toString().size() + index.data(MessageReasoningRole).toString().size();
}

}
