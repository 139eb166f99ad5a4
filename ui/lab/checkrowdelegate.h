#pragma once

#include <QStyledItemDelegate>

namespace sluice {

/// Draws a row of CheckRows: a state as a line drawing, the title, figures at the right, the note below in as many lines as it
/// needs. GUI thread.
class CheckRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}
