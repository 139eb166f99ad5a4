#pragma once

#include "ui/panel/paintcount.h"

#include <QTableView>

namespace sluice {

class FiguresModel;

/// The figures of the panel as a table, as tall as it has rows: it is the panel that scrolls. Selected rows are copied as text.
/// GUI thread.
class FiguresTable final : public QTableView
{
    Q_OBJECT

public:
    /// \a model must outlive this.
    explicit FiguresTable(FiguresModel& model, QWidget* parent = nullptr);

    const PaintCount& paints() const { return m_paints; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fitRows();
    void copySelected() const;

    PaintCount m_paints;
};

}
