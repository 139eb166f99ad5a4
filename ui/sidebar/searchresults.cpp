#include "ui/sidebar/searchresults.h"

#include <QDateTime>

#include <utility>

namespace sluice {

SearchResults::SearchResults(HistoryStore& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{ }

SearchResults::~SearchResults() = default;

void SearchResults::search(const QString& query)
{
    m_job.reset();
    m_query = query;
    m_next.reset();
    m_isFirst = true;
    if (query.isEmpty())
        takePage(SearchPage());
    else
        ask();
}

void SearchResults::ask()
{
    m_job = std::make_unique<QObject>();
    m_store.search(m_query, m_next, PageSize, m_job.get(), [this](const Result<SearchPage>& page) { takePage(page); });
}

void SearchResults::takePage(const Result<SearchPage>& page)
{
    if (m_job)
        m_job.release()->deleteLater(); // it is being answered
    const SearchPage found = page.value_or(SearchPage());
    m_next = found.next;
    if (std::exchange(m_isFirst, false)) {
        beginResetModel();
        m_hits = found.hits;
        endResetModel();
        if (!page)
            Q_EMIT failed(page.error());
        Q_EMIT finished();
        return;
    }
    if (found.hits.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(found.hits.size()) - 1);
    m_hits += found.hits;
    endInsertRows();
}

int SearchResults::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant SearchResults::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchHit& hit = m_hits.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return hit.title.isEmpty() ? tr("New conversation") : hit.title;
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(hit.title, hit.snippet);
    case SnippetRole:
        return hit.snippet;
    case DateRole:
        return QDateTime::fromMSecsSinceEpoch(hit.createdAt);
    default:
        return {};
    }
}

bool SearchResults::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_next && !m_job;
}

void SearchResults::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask();
}

}
