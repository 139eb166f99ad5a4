// The part of ChatView that offers what can be done with a message: buttons and keys.

#include "ui/chat/chatview.h"

#include "ui/chat/messageactions.h"
#include "ui/chat/messageinteraction.h"
#include "ui/chat/messagelayout.h"
#include "ui/chat/messageroles.h"
#include "ui/theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>

namespace sluice {

namespace {

constexpr int ButtonHeight = 24; // px

}

void ChatView::connectActions(MessageActions& actions)
{
    connect(&actions, &MessageActions::copyRequested, this, [this](int row) { m_interaction->copyMessage(row); });
    connect(&actions, &MessageActions::editRequested, this, &ChatView::editRequested);
    connect(&actions, &MessageActions::regenerateRequested, this, &ChatView::regenerateRequested);
    connect(&actions, &MessageActions::continueRequested, this, &ChatView::continueRequested);
    connect(&actions, &MessageActions::siblingRequested, this, &ChatView::requestSibling);
}

void ChatView::finishPress()
{
    m_lastActions->finishPress();
    m_actions->finishPress();
}

void ChatView::updateActions()
{
    const int last = m_rows.count() - 1;
    const auto show = [this](MessageActions& actions, int row) {
        const QModelIndex index = row >= 0 && isInView(row) ? model()->index(row, 0) : QModelIndex();
        const MessageActionSet set = actionsFor(index);
        const bool isRunning = !set.canCopy; // buttons over a text that grows would have all of the view painted each frame
        if (set.isEmpty() || isRunning) {
            actions.hide();
            return;
        }
        const QRect rect = visualRect(index);
        const QRect footer = layoutOf(row).footerRect();
        QRect place = footer.translated(rect.topLeft());
        if (footer.isEmpty()) { // under the card
            const Span column = currentTheme().columnIn(rect.width());
            place = QRect(
                column.left, rect.bottom() + 1 - currentTheme().rowPadding, column.width, currentTheme().forText(ButtonHeight));
        }
        actions.showAt(place, row, set);
    };
    // Not a question for its layout: far from view that would be work in each frame of a growing answer.
    const bool lastIsAnswer =
        last >= 0 && isInView(last) && model()->index(last, 0).data(MessageAuthorRole).toInt() == int(Role::Assistant);
    show(*m_lastActions, lastIsAnswer ? last : -1);
    const int row = rowOfActions();
    show(*m_actions, row == last && lastIsAnswer ? -1 : row);
}

// Where one of its buttons has the keyboard, where the keyboard is in the list, or else the mouse.
int ChatView::rowOfActions() const
{
    int row = m_interaction->hoveredRow();
    if (m_actions->isVisible() && m_actions->isAncestorOf(QApplication::focusWidget()))
        row = m_actions->row();
    else if (m_marksCurrent && hasFocus() && currentIndex().isValid())
        row = currentIndex().row();
    return row < m_rows.count() ? row : -1;
}

void ChatView::requestSibling(int row, int by)
{
    const bool wasCurrent = currentIndex().row() == row;
    const int bottom = visualRect(model()->index(row, 0)).bottom();
    Q_EMIT siblingRequested(row, by);
    const QModelIndex index = model()->index(row, 0);
    if (!index.isValid())
        return;
    if (wasCurrent)
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    scrollByPixels(visualRect(index).bottom() - bottom);
    updateActions();
}

// Letters without Ctrl, so only for who has moved to a message by keyboard.
bool ChatView::runActionKey(const QKeyEvent& event)
{
    const QModelIndex current = currentIndex();
    if (event.key() == Qt::Key_F10 && event.modifiers() == Qt::ShiftModifier) { // on X11 Qt makes a menu of the Menu key only
        const QPoint center = viewport()->rect().center();
        QContextMenuEvent menu(QContextMenuEvent::Keyboard, center, viewport()->mapToGlobal(center));
        contextMenuEvent(&menu);
        return true;
    }
    if (!m_marksCurrent || !current.isValid())
        return false;
    const int row = current.row();
    const MessageActionSet actions = actionsFor(current);
    const bool isPlain = event.modifiers() == Qt::NoModifier;
    const bool isAlt = event.modifiers() == Qt::AltModifier;
    if (isPlain && event.key() == Qt::Key_E && actions.canEdit)
        Q_EMIT editRequested(row);
    else if (isPlain && event.key() == Qt::Key_R && actions.canRegenerate)
        Q_EMIT regenerateRequested(row);
    else if (isPlain && event.key() == Qt::Key_C && actions.canCopy)
        m_interaction->copyMessage(row);
    else if (isPlain && event.key() == Qt::Key_P && layoutOf(row).hasStrip())
        Q_EMIT timelineWanted(row);
    else if (isAlt && event.key() == Qt::Key_Left && actions.hasPrevious())
        requestSibling(row, -1);
    else if (isAlt && event.key() == Qt::Key_Right && actions.hasNext())
        requestSibling(row, 1);
    else
        return false;
    return true;
}

}
