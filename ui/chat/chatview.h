#pragma once

#include "ui/blocks/rowgeometry.h"
#include "ui/chat/messagelayout.h"

#include <QBasicTimer>
#include <QListView>

namespace sluice {

struct FindMarks;
class FloatingControls;
class JumpNews;
class MessageActions;
class MessageDelegate;
class MessageInteraction;
class ScrollThrottle;

/// The conversation. Accessible name "Messages"; owns its delegate and the "Jump to latest" button. Wants a model with the roles
/// of messageroles.h. GUI thread.
///
/// Lazy: only what is in view is ever laid out, rows and the blocks in them; all else has an estimated height, so that nothing
/// depends on how much there is. What is in view stays where it is while things above it get their true heights, grow or are
/// inserted; the line at the top stays when the width changes.
///
/// *Following* is a latch: only the user's own scroll away releases it, reaching the end or followLatest() sets it.
class ChatView final : public QListView
{
    Q_OBJECT

public:
    explicit ChatView(QWidget* parent = nullptr);
    ~ChatView() override;

    /// Shows the end and stays there while text streams in. Call it when the user sends.
    void followLatest();
    bool isFollowing() const { return m_isFollowing; }
    /// Where it is scrolled to, for restoreScrollPlace() in another run or at another width; empty = it follows the end.
    QByteArray scrollPlace() const;
    /// Follows the end when \a written is empty or not in the conversation. The row should be loaded, or it stands at its
    /// beginning.
    void restoreScrollPlace(const QByteArray& written);
    /// The same model is shown as in \a former: at the same place, with the same reasoning open.
    void takeOver(const ChatView& former);
    static int rowOfScrollPlace(const QByteArray& written); ///< -1 = none

    QString selectedText() const;
    void clearTextSelection();

    MessageLayout& layoutOf(int row) const; ///< valid until another row is asked for
    MessageLayout& wholeLayoutOf(int row) const; ///< read to its end, however long that takes
    int rowAtViewport(int y) const; ///< the nearest; -1 when there are no rows
    void toggleReasoning(int row);
    bool isReasoningOpen(int row) const; ///< without laying it out
    void scrollByPixels(int dy);
    ScrollThrottle& scrollThrottle() { return *m_throttle; }
    /// Scrolls only if the line is not in view; then it comes to stand under a third of the height. Nobody follows the end any
    /// more.
    void revealPosition(int row, qsizetype position);
    void setFindMarks(const FindMarks& marks);
    void updateActions(); ///< puts the buttons at the last answer, and at the message that the keyboard or the mouse is on
    /// Asks for another version of the message in \a row and keeps its lower end, where the buttons are, in place.
    void requestSibling(int row, int by);
    /// See MessageActions::finishPress().
    void finishPress();

    void setModel(QAbstractItemModel* model) override;
    void reset() override;
    void doItemsLayout() override;
    QRect visualRect(const QModelIndex& index) const override;
    QModelIndex indexAt(const QPoint& point) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    void keyboardSearch(const QString& search) override;

Q_SIGNALS:
    void followingChanged(bool isFollowing);
    void linkNotOpened(const QString& link);
    void attachmentNotSaved(const QString& path);
    void reasoningToggled(int row);
    /// At the end of each paint, and when there is nothing to paint although something has changed.
    void painted();
    // What the user asks for, by button, key or menu.
    void regenerateRequested(int row);
    void editRequested(int row);
    void continueRequested();
    void siblingRequested(int row, int by);
    void timelineWanted(int row); ///< how that answer came
    void stopFocused(const QString& words); ///< what in a message the keyboard has come to

protected:
    bool viewportEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void timerEvent(QTimerEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) override;
    void rowsInserted(const QModelIndex& parent, int first, int last) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override { return int(m_offset); }
    bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;

private:
    static constexpr int EndRoom = 12; // px below the last row, with its own padding 24

    // What stays where it is in the viewport while heights change: a line of text, or the top of a row.
    struct Anchor
    {
        int row = -1;
        qsizetype position = RowTop; // in the text of the row
        qint64 delta = 0; // px from there down to the top of the viewport

        static constexpr qsizetype RowTop = -1;
    };

    static Anchor anchorOf(const QByteArray& written);
    void removeRows(int first, int last);
    void place();
    qint64 lastOffset() const;
    qint64 wantedOffset();
    bool measureVisible();
    void measure(int row);
    void measureEnds(int row);
    Anchor anchorAt(qint64 offset) const;
    qint64 topOf(const Anchor& anchor) const;
    bool isAnchored() const;
    void setFollowing(bool isFollowing);
    void takeNews();
    void announceChange(const QModelIndex& topLeft, const QModelIndex& bottomRight);
    void repaintFrom(int row, qint64 topBefore);
    void repaint(int row, const MessageLayout::Change& change, qint64 topBefore);
    void updateScrollBar();
    void updateJumpButton();
    void moveCurrent(CursorAction action);
    void connectActions(MessageActions& actions);
    bool runActionKey(const QKeyEvent& event);
    int rowOfActions() const;
    int rowWidth() const;
    bool isInView(int row) const;

    MessageDelegate* m_delegate;
    MessageInteraction* m_interaction;
    MessageActions* m_lastActions; // always there for the last answer
    MessageActions* m_actions; // of the message that is pointed at
    FloatingControls* m_jumpButton;
    JumpNews* m_news;
    ScrollThrottle* m_throttle;
    RowGeometry m_rows;
    qint64 m_offset = 0;
    Anchor m_anchor;
    int m_laidOutWidth = -1;
    bool m_isFollowing = true;
    bool m_marksCurrent = false; // only who uses the keyboard needs to see it
    QBasicTimer m_catchUp; // for messages that are not read to their end
    bool m_isPlacing = false; // what the scroll bar says meanwhile is our own doing
};

}
