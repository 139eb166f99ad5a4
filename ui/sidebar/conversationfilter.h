#pragma once

#include <QSortFilterProxyModel>

namespace sluice {

class Conversations;

/// The conversations that match a search: pinned ones first, then by last activity. GUI thread.
class ConversationFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /// \a conversations must outlive this.
    explicit ConversationFilter(Conversations& conversations, QObject* parent = nullptr);

    void setNeedle(const QString& needle);
    bool isFiltering() const { return !m_needle.isEmpty(); }

    QModelIndex indexOf(const QString& id) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    Conversations& m_conversations;
    QString m_needle;
};

}
