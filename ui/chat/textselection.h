#pragma once

#include <QtGlobal>

#include <algorithm>
#include <compare>
#include <utility>

namespace sluice {

/// A place in the text of the conversation.
struct TextPlace
{
    int row = -1;
    qsizetype position = 0;

    auto operator<=>(const TextPlace&) const = default;
};

using TextRange = std::pair<TextPlace, TextPlace>;

/// The selected stretch, from where it began to where the mouse is now. Begun with a word or a block, it always holds all of it.
/// Pure.
class TextSelection
{
public:
    bool isEmpty() const { return m_anchor == m_caret; }
    bool hasBegun() const { return m_anchor.row >= 0; }
    TextRange range() const { return std::minmax(m_anchor, m_caret); }
    int caretRow() const { return m_caret.row; }

    void clear() { *this = {}; }
    /// \a unit is the place itself, or the word or block around it.
    void begin(const TextRange& unit);
    void extendTo(const TextRange& unit);

    void insertRows(int first, int count);
    /// A selection that loses one of its ends is cleared.
    void removeRows(int first, int count);

private:
    TextPlace m_anchor;
    TextPlace m_caret;
    TextRange m_start; // the unit it began with
};

}
