#pragma once

#include "core/store/historystore.h"

#include <QAbstractListModel>

namespace sluice {

/// The messages that a search over all conversations found, youngest first, in pages. What was found before stays until the
/// first page of the next search is there. GUI thread.
class SearchResults final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SnippetRole = Qt::UserRole + 1, DateRole };

    static constexpr int PageSize = 50;

    /// \a store must outlive this.
    explicit SearchResults(HistoryStore& store, QObject* parent = nullptr);
    ~SearchResults() override;

    /// finished() follows; an empty query finds nothing, at once.
    void search(const QString& query);
    const SearchHit& hit(int row) const { return m_hits.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    /// The first page of a search is here. Not when another was asked for meanwhile.
    void finished();
    void failed(const sluice::Error& error);

private:
    void ask();
    void takePage(const Result<SearchPage>& page);

    HistoryStore& m_store;
    QString m_query;
    QList<SearchHit> m_hits;
    std::optional<SearchKey> m_next;
    bool m_isFirst = false; // what comes replaces what is here
    std::unique_ptr<QObject> m_job; // a late answer dies with it
};

}
