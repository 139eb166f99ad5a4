#pragma once

#include <QStyledItemDelegate>

namespace sluice {

/// One hit of a search in the sidebar: title and date of the message, and below it a line around what was found, which is marked.
/// GUI thread.
class HitDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The day of \a time as the list has room for it: the time of \a now's day, a day of this year, or a year.
QString shortDate(const QDateTime& time, const QDateTime& now);

}
