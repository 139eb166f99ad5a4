#include "ui/panel/figurestable.h"

#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int RowHeight = 24; // px

}

FiguresTable::FiguresTable(QAbstractItemModel& model, const QString& name, QWidget* parent)
    : QTableView(parent)
{
    setModel(&model);
    setAccessibleName(name);
    setFrameShape(NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setFont(currentTheme().small);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::AlternateBase);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const bool isWide = model.columnCount() > 2;
    horizontalHeader()->setVisible(isWide);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    // Many columns are as wide as each other: they must not move while their figures change.
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(isWide ? 0 : 1, QHeaderView::ResizeToContents);
    connect(&model, &QAbstractItemModel::modelReset, this, &FiguresTable::fitRows);
    fitRows();
}

void FiguresTable::fitRows()
{
    const int height = currentTheme().forText(RowHeight);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
    horizontalHeader()->setFixedHeight(height);
    setFixedHeight((model()->rowCount() + (model()->columnCount() > 2 ? 1 : 0)) * height);
}

void FiguresTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !model())
        return;
    setFont(currentTheme().small);
    fitRows();
}

void FiguresTable::copySelected() const
{
    QStringList lines;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells += row.siblingAtColumn(column).data().toString();
        lines += cells.join(u'\t');
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void FiguresTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copySelected();
    else
        QTableView::keyPressEvent(event);
}

void FiguresTable::paintEvent(QPaintEvent* event)
{
    const CountedPaint counted(m_paints);
    QTableView::paintEvent(event);
}

void FiguresTable::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

}
