#include "ui/chat/messagedelegate.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

// Enough for every screen and a page of scrolling each way. A long answer counts by its text: about 60 bytes of layout a
// character.
constexpr size_t MaxEntries = 96;
constexpr qsizetype MaxCharacters = 1'000'000;

template <typename Value>
void shiftRows(std::map<int, Value>& rows, int first, int removed, int inserted)
{
    std::map<int, Value> shifted;
    for (auto& [row, value] : rows) {
        if (row < first)
            shifted.emplace(row, std::move(value));
        else if (row >= first + removed)
            shifted.emplace(row - removed + inserted, std::move(value));
    }
    rows = std::move(shifted);
}

}

MessageDelegate::MessageDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

MessageDelegate::~MessageDelegate() = default;

MessageLayout& MessageDelegate::layoutFor(const QModelIndex& index, int width) const
{
    const int row = index.row();
    Entry& entry = m_entries[row];
    entry.lastUse = ++m_uses;
    if (!entry.layout)
        entry.layout = std::make_unique<MessageLayout>();
    if (entry.isStale || entry.width != width) {
        entry.layout->update(readMessage(index), width, currentTheme(), chosenReasoning(row));
        entry.width = width;
        entry.isStale = false;
        evict();
    }
    return *entry.layout;
}

QList<int> MessageDelegate::takeNews()
{
    QList<int> rows;
    for (const auto& [row, entry] : m_entries) {
        if (entry.layout->takeNews())
            rows.append(row);
    }
    return rows;
}

void MessageDelegate::goOnReading()
{
    for (auto& [row, entry] : m_entries)
        entry.isStale = entry.isStale || entry.layout->isBehind();
}

void MessageDelegate::invalidate(int row)
{
    if (const auto entry = m_entries.find(row); entry != m_entries.end())
        entry->second.isStale = true;
}

void MessageDelegate::insertRows(int first, int count)
{
    shiftRows(m_entries, first, 0, count);
    shiftRows(m_reasoningOpen, first, 0, count);
    m_decorations.clear();
}

void MessageDelegate::removeRows(int first, int count)
{
    shiftRows(m_entries, first, count, 0);
    shiftRows(m_reasoningOpen, first, count, 0);
    m_decorations.clear();
}

void MessageDelegate::clear()
{
    m_entries.clear();
    m_reasoningOpen.clear();
    m_decorations.clear();
}

void MessageDelegate::dropTheme()
{
    m_entries.clear();
}

void MessageDelegate::setReasoningOpen(int row, std::optional<bool> isOpen)
{
    if (isOpen)
        m_reasoningOpen[row] = *isOpen;
    else
        m_reasoningOpen.erase(row);
    invalidate(row);
}

std::optional<bool> MessageDelegate::chosenReasoning(int row) const
{
    const auto chosen = m_reasoningOpen.find(row);
    return chosen == m_reasoningOpen.end() ? std::nullopt : std::optional(chosen->second);
}

void MessageDelegate::setDecoration(int row, const MessageDecoration& decoration)
{
    m_decorations[row] = decoration;
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {option.rect.width(), layoutFor(index, option.rect.width()).height()};
}

void MessageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const MessageLayout& layout = layoutFor(index, option.rect.width());
    const auto found = m_decorations.find(index.row());
    const MessageDecoration decoration = found == m_decorations.end() ? MessageDecoration() : found->second;
    const QRectF clip = painter->hasClipping() ? painter->clipBoundingRect() : QRectF(option.rect);
    const std::vector<TextMark> marks = marksIn(layout, index.row(), clip.translated(-option.rect.topLeft()));
    const TextPaint text {.theme = currentTheme(),
        .clip = clip,
        .selectionStart = decoration.selectionStart,
        .selectionEnd = decoration.selectionEnd,
        .hoveredLink = decoration.hovered.link,
        .focusedLink = decoration.focused.hit.kind == MessageHit::Kind::Link ? decoration.focused.position : -1,
        .marks = marks};
    painter->save();
    layout.paint(*painter, option.rect.topLeft(),
        {.text = text,
            .hovered = decoration.hovered,
            .copied = decoration.copied,
            .focused = decoration.focused,
            .isFocused = option.state.testFlag(QStyle::State_HasFocus)});
    painter->restore();
}

std::vector<TextMark> MessageDelegate::marksIn(const MessageLayout& layout, int row, const QRectF& clip) const
{
    std::vector<TextMark> marks;
    if (m_marks.needle.isEmpty())
        return marks;
    // The row with the current hit is searched from its start, to know which one it is.
    const bool hasCurrent = row == m_marks.currentRow;
    const int top = hasCurrent ? 0 : int(clip.top());
    for (const auto& [start, end] : layout.find(m_marks.needle, top, int(clip.bottom()) + 1))
        marks.push_back({.start = start, .end = end, .isCurrent = hasCurrent && int(marks.size()) == m_marks.currentIndex});
    return marks;
}

// Never what is in use: two long messages in view would push each other out for ever.
void MessageDelegate::evict() const
{
    qsizetype characters = 0;
    for (const auto& [row, entry] : m_entries)
        characters += entry.layout->textSize();
    while (m_entries.size() > MaxEntries || characters > MaxCharacters) {
        const auto oldest = std::min_element(
            m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; });
        if (oldest->second.lastUse > m_roundStart || m_entries.size() == 1)
            return;
        characters -= oldest->second.layout->textSize();
        m_entries.erase(oldest);
    }
}

}
