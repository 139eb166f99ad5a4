#include "ui/listselection.h"

#include <QListWidget>

namespace sluice {

void makeSelectionCurrent(QListWidget& list)
{
    // Queued: the current item follows the selection, and only what comes of both tells who made it.
    QObject::connect(
        &list, &QListWidget::itemSelectionChanged, &list,
        [&list] {
            const QList<QListWidgetItem*> selected = list.selectedItems();
            if (selected.isEmpty() && list.currentItem())
                list.currentItem()->setSelected(true);
            else if (!selected.isEmpty() && selected.first() != list.currentItem())
                list.setCurrentItem(selected.first());
        },
        Qt::QueuedConnection);
}

}
