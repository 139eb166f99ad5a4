// The part of Sidebar that is about what can be done with a conversation of the list.

#include "ui/conversations.h"
#include "ui/icons.h"
#include "ui/sidebar/searchfield.h"
#include "ui/sidebar/sidebar.h"
#include "ui/sidebar/undobar.h"
#include "ui/theme.h"

#include <QListView>
#include <QMenu>
#include <QScrollBar>

namespace sluice {

using namespace Qt::StringLiterals;

void Sidebar::showContextMenu(const QPoint& position)
{
    const QPersistentModelIndex index = m_list->indexAt(position);
    if (!index.isValid() || showsResults())
        return;
    const Theme& theme = currentTheme();
    const bool isPinned = index.data(Conversations::PinnedRole).toBool();
    auto* menu = new QMenu(this);
    menu->setObjectName(u"conversationMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(lineIcon(u"rename", theme.text), tr("Rename")), &QAction::triggered, m_list,
        [this, index] { m_list->edit(index); });
    connect(menu->addAction(lineIcon(u"pin", theme.text), isPinned ? tr("Unpin") : tr("Pin")), &QAction::triggered, this,
        [this, index, isPinned] { m_conversations.setPinned(idAt(index), !isPinned); });
    if (m_conversations.store()) {
        QAction* duplicate = menu->addAction(lineIcon(u"duplicate", theme.text), tr("Duplicate"));
        connect(duplicate, &QAction::triggered, this, [this, index] { duplicateAt(index); });
        connect(menu->addAction(lineIcon(u"file", theme.text), tr("Export…")), &QAction::triggered, this,
            [this, index] { Q_EMIT exportRequested(idAt(index), m_conversations.displayTitle(idAt(index))); });
    }
    connect(menu->addAction(lineIcon(u"trash", theme.text), tr("Delete")), &QAction::triggered, this,
        [this, index] { removeAt(index); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void Sidebar::removeAt(const QModelIndex& index)
{
    const QString id = idAt(index);
    if (id.isEmpty())
        return;
    const QString title = m_conversations.displayTitle(id);
    m_conversations.remove(id);
    offerUndo(title);
    Q_EMIT removed();
}

void Sidebar::offerUndo(const QString& title)
{
    m_removedTitle = title;
    m_undo->offer(tr("Deleted “%1”").arg(title));
}

void Sidebar::takeOver(const Sidebar& former)
{
    if (former.m_undo->isOffered())
        offerUndo(former.m_removedTitle);
    if (!former.m_search->text().isEmpty())
        m_search->searchFor(former.m_search->text());
    m_list->doItemsLayout(); // or there is nothing yet to scroll
    m_list->verticalScrollBar()->setValue(former.m_list->verticalScrollBar()->value());
}

void Sidebar::duplicateAt(const QModelIndex& index)
{
    m_conversations.duplicate(idAt(index), this, [this](const QString& copy) { Q_EMIT chosen(copy); });
}

}
