// The part of MessageInteraction that is the context menu.

#include "ui/chat/messageinteraction.h"

#include "ui/chat/attachmentactions.h"
#include "ui/chat/chatview.h"
#include "ui/chat/messageactionset.h"
#include "ui/chat/messageroles.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QList<Attachment> attachmentsOf(const QModelIndex& index)
{
    return index.data(MessageAttachmentsRole).value<QList<Attachment>>();
}

}

void MessageInteraction::showMenu(const QPoint& point, const QPoint& globalPoint)
{
    const RowHit target = hitAt(point);
    if (target.row < 0)
        return;
    const QPersistentModelIndex index = m_view.model()->index(target.row, 0);
    auto* menu = new QMenu(&m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto put = [](const QString& text) { QApplication::clipboard()->setText(text); };
    addAttachmentActions(*menu, target);
    if (hasSelection()) {
        menu->addAction(tr("Copy") + "\tCtrl+C"_L1, this, &MessageInteraction::copy);
        menu->addAction(tr("Copy as Markdown") + "\tCtrl+Shift+C"_L1, this, &MessageInteraction::copyMarkdown);
    }
    if (!target.hit.link.isEmpty())
        menu->addAction(tr("Open link"), this, [this, link = target.hit.link] { openLink(link); });
    if (!target.hit.link.isEmpty())
        menu->addAction(tr("Copy link"), this, [put, link = target.hit.link] { put(link); });
    menu->addAction(
        tr("Copy message") + "\tC"_L1, this, [this, put, index] { put(index.isValid() ? messageText(index.row()) : QString()); });
    menu->addAction(tr("Copy message as Markdown"), this,
        [this, put, index] { put(index.isValid() ? messageMarkdown(index.row()) : QString()); });
    menu->addSeparator();
    menu->addAction(tr("Select all in message"), this, [this, index] { selectRow(index.isValid() ? index.row() : -1); });
    addActions(*menu, index);
    menu->popup(globalPoint);
}

// Of the one under the mouse; else, for the keyboard, a menu for each.
void MessageInteraction::addAttachmentActions(QMenu& menu, const RowHit& target)
{
    const QList<Attachment> attachments = attachmentsOf(m_view.model()->index(target.row, 0));
    if (target.hit.kind == MessageHit::Kind::Attachment && target.hit.attachment < attachments.size()) {
        m_attachments->addTo(menu, attachments[target.hit.attachment]);
        menu.addSeparator();
        return;
    }
    for (const Attachment& attachment : attachments)
        m_attachments->addTo(*menu.addMenu(attachment.name), attachment);
    if (!attachments.isEmpty())
        menu.addSeparator();
}

// The keys stand beside the words, where the keyboard may have them: ChatView::runActionKey().
void MessageInteraction::addActions(QMenu& menu, const QPersistentModelIndex& index)
{
    const MessageActionSet actions = actionsFor(index);
    const auto add = [this, &menu, &index](const QString& text, QLatin1StringView key, auto ask) {
        const QString words = key.isEmpty() ? text : text + u'\t' + key;
        menu.addAction(words, this, [index, ask] {
            if (index.isValid())
                ask(index.row());
        });
    };
    ChatView* view = &m_view;
    menu.addSeparator();
    if (actions.canEdit)
        add(tr("Edit"), "E"_L1, [view](int row) { Q_EMIT view->editRequested(row); });
    if (actions.canRegenerate)
        add(tr("Regenerate"), "R"_L1, [view](int row) { Q_EMIT view->regenerateRequested(row); });
    if (actions.canContinue)
        add(tr("Continue"), {}, [view](int) { Q_EMIT view->continueRequested(); });
    if (m_view.layoutOf(index.row()).hasStrip())
        add(tr("Show performance"), "P"_L1, [view](int row) { Q_EMIT view->timelineWanted(row); });
    if (actions.hasPrevious())
        add(tr("Previous version"), "Alt+Left"_L1, [view](int row) { view->requestSibling(row, -1); });
    if (actions.hasNext())
        add(tr("Next version"), "Alt+Right"_L1, [view](int row) { view->requestSibling(row, 1); });
}

}
