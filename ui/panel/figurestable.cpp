#include "ui/panel/figurestable.h"

#include "ui/panel/figuresmodel.h"
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

FiguresTable::FiguresTable(FiguresModel& model, QWidget* parent)
    : QTableView(parent)
{
    setModel(&model);
    setAccessibleName(tr("Stream figures"));
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
    verticalHeader()->setMinimumSectionSize(RowHeight);
    verticalHeader()->setDefaultSectionSize(RowHeight);
    horizontalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(&model, &QAbstractItemModel::modelReset, this, &FiguresTable::fitRows);
    fitRows();
}

void FiguresTable::fitRows()
{
    setFixedHeight(model()->rowCount() * RowHeight);
}

void FiguresTable::copySelected() const
{
    QStringList lines;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        lines += row.data().toString() + u'\t' + row.siblingAtColumn(1).data().toString();
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
