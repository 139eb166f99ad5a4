#pragma once

#include <QAbstractListModel>
#include <QString>

namespace sluice {

/// One row of a list of checks: what is looked at, and what came of it.
struct CheckRow
{
    enum class State {
        Waiting,
        Running,
        Good,
        Bad,
        Lacking, ///< it is not so, and need not be
        Unseen, ///< cannot be seen, or does not apply
        Figure,
    };

    QString id;
    QString title;
    State state = State::Waiting;
    QString note {}; ///< one sentence, empty before the result
    QString aside {}; ///< a few figures
};

/// The rows of a list of checks. Each reads as one sentence. GUI thread.
class CheckRows final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { StateRole = Qt::UserRole, NoteRole, AsideRole };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const QList<CheckRow>& rows);
    const QList<CheckRow>& rows() const { return m_rows; }
    /// -1 when there is none.
    int find(const QString& id) const;

    /// Nothing happens where there is no such row.
    void setRunning(const QString& id);
    void setResult(const QString& id, CheckRow::State state, const QString& note, const QString& aside = {});
    /// What runs will have no result.
    void endRunning();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void tell(int row);

    QList<CheckRow> m_rows;
};

/// The word for \a state: "passed", "failed"…
QString checkStateWord(CheckRow::State state);

}
