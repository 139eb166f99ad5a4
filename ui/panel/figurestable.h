#pragma once

#include "ui/panel/paintcount.h"

#include <QTableView>

namespace sluice {

/// Figures as a table, as tall as it has rows: it is what it stands in that scrolls. The first column names them; with more than
/// two there is a header. Selected rows are copied as text. GUI thread.
class FiguresTable final : public QTableView
{
    Q_OBJECT

public:
    /// \a model must outlive this.
    FiguresTable(QAbstractItemModel& model, const QString& name, QWidget* parent = nullptr);

    const PaintCount& paints() const { return m_paints; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fitRows();
    void copySelected() const;

    PaintCount m_paints;
};

}
