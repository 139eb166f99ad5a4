#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QStringList>

namespace sluice {

/// A table of words for FiguresTable: what is set anew is announced only where it differs. The first column names its row. GUI
/// thread.
class RowsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Cells { Figures, Words };

    /// \a cells: figures stand at the right of their column, words at the left.
    RowsModel(const QStringList& columns, Cells cells, QObject* parent = nullptr);

    /// Each with as many cells as there are columns.
    void setRows(const QList<QStringList>& rows);
    const QList<QStringList>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const QStringList m_columns;
    const Cells m_cells;
    QList<QStringList> m_rows;
};

}
