// The part of Conversations that lists what is on disk, page by page.

#include "ui/conversations.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sluice {

namespace {

/// In the order of the pages.
bool isBefore(const ConversationKey& a, const ConversationKey& b)
{
    return std::tuple(!a.isPinned, -a.lastActive, a.id) < std::tuple(!b.isPinned, -b.lastActive, b.id);
}

}

bool Conversations::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_hasMore && !m_isListing;
}

void Conversations::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_isListing = true;
    m_store->list(m_listedTo, PageSize, this, [this](const Result<QList<ConversationSummary>>& page) { takePage(page); });
}

void Conversations::listAnew()
{
    if (!m_listsTo || (m_listedTo && isBefore(*m_listsTo, *m_listedTo)))
        m_listsTo = m_listedTo;
    m_listedTo.reset();
    m_hasMore = m_store;
    m_listsAgain = m_isListing; // the page that comes is from before
    fetchMore({}); // what is in the list already is passed over
}

void Conversations::takePage(const Result<QList<ConversationSummary>>& page)
{
    m_isListing = false;
    if (std::exchange(m_dropsPage, false) && m_isReady)
        return;
    m_hasMore = !page || page->size() == PageSize;
    std::vector<Entry> fresh;
    for (const ConversationSummary& summary : page.value_or(QList<ConversationSummary>())) {
        m_listedTo = keyOf(summary);
        if (rowOf(summary.id) < 0 && !(m_removed && m_removed->summary.id == summary.id)) // else it was needed earlier
            fresh.push_back({.summary = summary, .isStored = true});
        m_lastActive = std::max(m_lastActive, summary.lastActive);
    }
    if (!fresh.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + int(fresh.size()) - 1);
        for (Entry& entry : fresh)
            append(std::move(entry));
        endInsertRows();
    }
    if (!page)
        Q_EMIT failed(page.error());
    if (!std::exchange(m_isReady, true))
        Q_EMIT ready();
    if (std::exchange(m_listsAgain, false))
        listAnew();
    else if (page)
        listOn(!fresh.empty());
}

// Views ask for the next page when they have shown the end of the last one; after one that was known already they never would.
void Conversations::listOn(bool isGrown)
{
    const bool isBehind = m_listsTo && m_listedTo && isBefore(*m_listedTo, *m_listsTo);
    if (!isBehind)
        m_listsTo.reset();
    if (isBehind || !isGrown)
        fetchMore({});
}

}
