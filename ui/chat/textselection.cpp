#include "ui/chat/textselection.h"

namespace sluice {

void TextSelection::begin(const TextRange& unit)
{
    m_start = unit;
    m_anchor = unit.first;
    m_caret = unit.second;
}

void TextSelection::extendTo(const TextRange& unit)
{
    const bool isBackward = unit.first < m_start.first;
    m_anchor = isBackward ? m_start.second : m_start.first;
    m_caret = isBackward ? unit.first : unit.second;
}

void TextSelection::insertRows(int first, int count)
{
    for (TextPlace* place : {&m_anchor, &m_caret, &m_start.first, &m_start.second}) {
        if (place->row >= first)
            place->row += count;
    }
}

void TextSelection::removeRows(int first, int count)
{
    const auto isRemoved = [&](const TextPlace& place) { return place.row >= first && place.row < first + count; };
    if (isRemoved(m_anchor) || isRemoved(m_caret) || isRemoved(m_start.first)) {
        clear();
        return;
    }
    insertRows(first + count, -count);
}

}
