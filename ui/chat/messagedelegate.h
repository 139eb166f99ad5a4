#pragma once

#include "ui/chat/messagelayout.h"

#include <QStyledItemDelegate>

#include <map>
#include <memory>
#include <vector>

namespace sluice {

/// Where the mouse is, what is selected: what the view knows and a row is painted with.
struct MessageDecoration
{
    qsizetype selectionStart = 0;
    qsizetype selectionEnd = 0;
    MessageHit hovered = {};
    MessageHit copied = {};
    MessageStop focused = {}; ///< by the keyboard; looks hovered, too
};

/// What a search marks.
struct FindMarks
{
    Needle needle = {}; ///< empty: nothing
    int currentRow = -1;
    int currentIndex = -1; ///< which of the row's hits the reader has come to

    bool operator==(const FindMarks&) const = default;
};

/// Paints messages and measures them. Keeps the layouts of the rows used last; the view tells it what changed. GUI thread.
class MessageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit MessageDelegate(QObject* parent = nullptr);
    ~MessageDelegate() override;

    /// The row's layout, brought up to date. Valid until the next call of any function of this class.
    MessageLayout& layoutFor(const QModelIndex& index, int width) const;
    /// After BlockWorker::changed(). Returns the rows that look different.
    QList<int> takeNews();

    /// What is asked for from now on is needed together: it all stays until the next call.
    void beginRound() { m_roundStart = m_uses; }

    /// Messages that are behind read on when they are asked for again.
    void goOnReading();

    /// The model has new data for \a row.
    void invalidate(int row);
    void insertRows(int first, int count);
    void removeRows(int first, int count);
    void clear();
    void dropTheme();

    /// Opens or closes the reasoning of \a row; nothing leaves it to the answer's progress.
    void setReasoningOpen(int row, std::optional<bool> isOpen);
    std::optional<bool> chosenReasoning(int row) const;
    const std::map<int, bool>& chosenReasoning() const { return m_reasoningOpen; } ///< by row

    void setDecoration(int row, const MessageDecoration& decoration);
    const FindMarks& findMarks() const { return m_marks; }
    void setFindMarks(const FindMarks& marks) { m_marks = marks; }
    void clearDecorations() { m_decorations.clear(); }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    struct Entry
    {
        std::unique_ptr<MessageLayout> layout;
        int width = -1;
        bool isStale = true;
        quint64 lastUse = 0;
    };

    std::vector<TextMark> marksIn(const MessageLayout& layout, int row, const QRectF& clip) const;
    void evict() const;

    mutable std::map<int, Entry> m_entries; // a cache
    std::map<int, bool> m_reasoningOpen; // only what the user chose
    std::map<int, MessageDecoration> m_decorations;
    FindMarks m_marks;
    mutable quint64 m_uses = 0;
    quint64 m_roundStart = 0;
};

}
