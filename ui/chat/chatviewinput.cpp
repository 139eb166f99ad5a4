// The part of ChatView that listens to keyboard and mouse.

#include "ui/chat/chatview.h"

#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageinteraction.h"
#include "ui/chat/messageroles.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

QString ChatView::selectedText() const
{
    return m_interaction->selectedText();
}

void ChatView::clearTextSelection()
{
    m_interaction->clearSelection();
}

void ChatView::toggleReasoning(int row)
{
    const bool isOpen = layoutOf(row).isReasoningOpen();
    m_delegate->setReasoningOpen(row, !isOpen);
    // What was clicked stays under the pointer: a view that follows would move it away.
    const bool wasFollowing = m_isFollowing;
    setFollowing(false);
    measure(row);
    place();
    setFollowing(wasFollowing && m_offset >= lastOffset());
    viewport()->update();
    Q_EMIT reasoningToggled(row);
}

bool ChatView::isReasoningOpen(int row) const
{
    const std::optional<bool> chosen = m_delegate->chosenReasoning(row);
    return chosen ? *chosen : model()->index(row, 0).data(MessageTextRole).toString().isEmpty();
}

void ChatView::scrollByPixels(int dy)
{
    verticalScrollBar()->setValue(verticalScrollBar()->value() + dy);
}

void ChatView::keyPressEvent(QKeyEvent* event)
{
    const int page = std::max(1, viewport()->height() - verticalScrollBar()->singleStep());
    const bool isControl = event->modifiers() == Qt::ControlModifier;
    event->accept();
    const bool isUse = event->modifiers() == Qt::NoModifier
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space);
    if (isUse && m_interaction->clickFocused())
        return;
    if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        m_interaction->copyMarkdown();
    } else if (event->matches(QKeySequence::Copy)) {
        m_interaction->copy();
    } else if (runActionKey(*event)) {
        return;
    } else if (event->matches(QKeySequence::SelectAll)) {
        m_interaction->selectAll();
    } else if (isControl && event->key() == Qt::Key_Up) {
        moveCurrent(MoveUp);
    } else if (isControl && event->key() == Qt::Key_Down) {
        moveCurrent(MoveDown);
    } else if (event->key() == Qt::Key_Up) {
        scrollByPixels(-verticalScrollBar()->singleStep());
    } else if (event->key() == Qt::Key_Down) {
        scrollByPixels(verticalScrollBar()->singleStep());
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const int dx = verticalScrollBar()->singleStep() * (event->key() == Qt::Key_Left ? -1 : 1);
        event->setAccepted(currentIndex().isValid() && m_interaction->scrollSideways(currentIndex().row(), dx));
    } else if (event->key() == Qt::Key_PageUp) {
        scrollByPixels(-page);
    } else if (event->key() == Qt::Key_PageDown) {
        scrollByPixels(page);
    } else if (event->key() == Qt::Key_Home) {
        verticalScrollBar()->setValue(0);
    } else if (event->key() == Qt::Key_End) {
        followLatest();
    } else if (event->key() == Qt::Key_Return && currentIndex().isValid() && layoutOf(currentIndex().row()).hasReasoning()) {
        toggleReasoning(currentIndex().row());
    } else if (event->key() == Qt::Key_Return && currentIndex().isValid() && layoutOf(currentIndex().row()).hasStrip()) {
        Q_EMIT timelineWanted(currentIndex().row());
    } else if (event->key() == Qt::Key_Escape && m_interaction->hasSelection()) {
        clearTextSelection();
    } else {
        event->ignore(); // not to the base class: it would search all rows for what is typed
    }
}

void ChatView::moveCurrent(CursorAction action)
{
    const QModelIndex next = moveCursor(action, Qt::NoModifier);
    if (!next.isValid())
        return;
    m_interaction->dropFocus();
    selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
    m_marksCurrent = true;
    scrollTo(next);
    viewport()->update();
}

QModelIndex ChatView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (m_rows.count() == 0)
        return {};
    const int last = m_rows.count() - 1;
    if (!currentIndex().isValid()) // the newest in view is where one starts to read
        return model()->index(action == MoveHome ? 0 : rowAtViewport(viewport()->height() - 1), 0);
    int row = currentIndex().row();
    switch (action) {
    case MoveUp:
    case MovePrevious:
        --row;
        break;
    case MoveDown:
    case MoveNext:
        ++row;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    case MovePageUp:
        row = std::min(row - 1, m_rows.rowAt(m_rows.top(row) - viewport()->height()));
        break;
    case MovePageDown:
        row = std::max(row + 1, m_rows.rowAt(m_rows.top(row) + viewport()->height()));
        break;
    default:
        break;
    }
    return model()->index(std::clamp(row, 0, last), 0);
}

void ChatView::keyboardSearch(const QString&) { }

void ChatView::mousePressEvent(QMouseEvent* event)
{
    m_marksCurrent = false;
    m_interaction->press(*event);
}

void ChatView::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        m_marksCurrent = true;
    QListView::focusInEvent(event);
}

void ChatView::focusOutEvent(QFocusEvent* event)
{
    m_interaction->dropFocus();
    QListView::focusOutEvent(event);
}

// Through what can be used in the message that the keyboard is on, and then on to what is next to the list.
bool ChatView::focusNextPrevChild(bool next)
{
    const bool isMarked = m_marksCurrent && hasFocus() && currentIndex().isValid();
    return (isMarked && m_interaction->moveFocus(currentIndex().row(), next ? 1 : -1)) || QListView::focusNextPrevChild(next);
}

void ChatView::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_interaction->doubleClick(*event);
}

void ChatView::mouseMoveEvent(QMouseEvent* event)
{
    m_interaction->move(*event);
}

void ChatView::mouseReleaseEvent(QMouseEvent* event)
{
    m_interaction->release(*event);
}

void ChatView::wheelEvent(QWheelEvent* event)
{
    if (m_interaction->wheel(*event))
        event->accept();
    else
        QListView::wheelEvent(event);
}

void ChatView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        m_interaction->showMenu(event->pos(), event->globalPos());
        return;
    }
    const QRect row = visualRect(currentIndex()).intersected(viewport()->rect());
    const QPoint point = row.isEmpty() ? viewport()->rect().center() : row.topLeft() + QPoint(24, 24);
    m_interaction->showMenu(point, viewport()->mapToGlobal(point));
}

bool ChatView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_interaction->leave();
    if (event->type() == QEvent::ToolTip) {
        const auto& help = static_cast<const QHelpEvent&>(*event);
        const QModelIndex index = indexAt(help.pos());
        const QString text =
            index.isValid() ? layoutOf(index.row()).toolTipAt(help.pos() - visualRect(index).topLeft()) : QString();
        // No text hides it; only what Qt takes for rich text is broken into lines.
        const QString lines = text.toHtmlEscaped().replace(u'\n', "<br>"_L1);
        QToolTip::showText(help.globalPos(), text.isEmpty() ? text : "<p>"_L1 + lines + "</p>"_L1, viewport());
        return true;
    }
    return QAbstractItemView::viewportEvent(event);
}

void ChatView::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    const bool isLook = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange;
    if (!isLook || !m_delegate)
        return;
    m_delegate->dropTheme();
    m_rows.invalidateAll();
    place();
    viewport()->update();
}

void ChatView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags)
{
    const int first = rowAtViewport(rect.normalized().top());
    const int last = rowAtViewport(rect.normalized().bottom());
    if (first >= 0)
        selectionModel()->select(QItemSelection(model()->index(first, 0), model()->index(last, 0)), flags);
}

QRegion ChatView::visualRegionForSelection(const QItemSelection& selection) const
{
    QRegion region;
    for (const QItemSelectionRange& range : selection) {
        if (range.isValid())
            region += visualRect(range.topLeft()).united(visualRect(range.bottomRight())).intersected(viewport()->rect());
    }
    return region;
}

}
