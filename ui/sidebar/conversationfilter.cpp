#include "ui/sidebar/conversationfilter.h"

#include "ui/conversations.h"

namespace sluice {

ConversationFilter::ConversationFilter(Conversations& conversations, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_conversations(conversations)
{
    setSourceModel(&conversations);
    sort(0, Qt::DescendingOrder);
}

void ConversationFilter::setNeedle(const QString& needle)
{
    if (needle == m_needle)
        return;
    m_needle = needle;
    invalidateFilter();
}

QModelIndex ConversationFilter::indexOf(const QString& id) const
{
    return mapFromSource(m_conversations.index(m_conversations.rowOf(id)));
}

bool ConversationFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const
{
    return m_conversations.matches(row, m_needle);
}

bool ConversationFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto rank = [](const QModelIndex& index) {
        return std::pair(index.data(Conversations::PinnedRole).toBool(), index.data(Conversations::LastActiveRole).toLongLong());
    };
    return rank(left) < rank(right);
}

}
