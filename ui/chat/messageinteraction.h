#pragma once

#include "ui/chat/messagelayout.h"
#include "ui/chat/textselection.h"

#include <QBasicTimer>
#include <QObject>
#include <QPoint>

class QMenu;
class QMouseEvent;
class QPersistentModelIndex;
class QWheelEvent;

namespace sluice {

class AttachmentActions;
class ChatView;
class MessageDelegate;

/// What the mouse does in the conversation: selecting text across messages, links, Copy on code, the fold of the reasoning, the
/// context menu. Owned by the view; GUI thread.
class MessageInteraction final : public QObject
{
    Q_OBJECT

public:
    MessageInteraction(ChatView& view, MessageDelegate& delegate);

    void press(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    /// Scrolls the block under the mouse sideways if that is what is meant; false leaves the event to the view.
    bool wheel(const QWheelEvent& event);
    /// The same by keyboard, for the first block of \a row in view that is too wide.
    bool scrollSideways(int row, int dx);
    void leave();
    /// To the next stop in \a row (MessageLayout::stops()), \a by 1 or -1; false = there is none, and the keyboard is on none
    /// now.
    bool moveFocus(int row, int by);
    bool clickFocused(); ///< false = the keyboard is on no stop
    void dropFocus();
    /// Rows have moved under the mouse.
    void updateHover();
    void showMenu(const QPoint& point, const QPoint& globalPoint);

    bool hasSelection() const { return !m_selection.isEmpty(); }
    QString selectedText() const { return selection(&MessageLayout::text); }
    void clearSelection();
    /// All of the message that the selection or the keyboard is in; the last one if there is neither.
    void selectAll();
    void copyMessage(int row);
    int hoveredRow() const { return m_hovered.row; }
    /// The selection; without one, the current message.
    void copy();
    void copyMarkdown();

    void insertRows(int first, int count);
    void removeRows(int first, int count);
    void reset();

    /// Tells the delegate what rows \a first to \a last look like now.
    void decorate(int first, int last);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    struct RowHit
    {
        int row = -1;
        MessageHit hit = {};

        bool operator==(const RowHit&) const = default;
    };

    enum class Unit { Character, Word, Block };

    RowHit hitAt(const QPoint& point) const;
    TextPlace placeAt(const QPoint& point) const;
    TextRange unitAt(const QPoint& point) const; ///< the character, word or block there
    void beginAt(const QPoint& point, Unit unit);
    void extendTo(const QPoint& point);
    void setHovered(const RowHit& hovered);
    void click(const RowHit& target);
    QString focusWords() const;
    void openLink(const QString& link);
    void copyCode(const RowHit& target);
    bool scrollSideways(const RowHit& target, qreal dx);
    void selectRow(int row);
    void addActions(QMenu& menu, const QPersistentModelIndex& index);
    void addAttachmentActions(QMenu& menu, const RowHit& target);
    int currentRow() const;
    QString messageText(int row) const;
    QString messageMarkdown(int row) const;
    void publishSelection() const;
    /// What is selected of each message, as \a read gives it.
    QString selection(QString (MessageLayout::*read)(qsizetype from, qsizetype to) const) const;

    ChatView& m_view;
    MessageDelegate& m_delegate;
    AttachmentActions* const m_attachments; // child
    TextSelection m_selection;
    Unit m_unit = Unit::Character;
    bool m_isSelecting = false;
    RowHit m_hovered;
    RowHit m_pressed;
    RowHit m_copied;
    int m_focusedRow = -1; // where the keyboard is on a stop
    qsizetype m_focusedStop = 0; // which of the row's
    MessageStop m_focused;
    QPoint m_lastPoint;
    QBasicTimer m_scrollTimer;
    QBasicTimer m_copiedTimer;
    QBasicTimer m_tripleClickTimer;
};

}
