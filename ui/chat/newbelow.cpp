#include "ui/chat/newbelow.h"

#include <algorithm>
#include <utility>

namespace sluice {

void NewBelow::leave(int rows, qsizetype lastSize)
{
    *this = {};
    m_known = rows;
    m_lastSize = lastSize;
}

void NewBelow::insertRows(int first, int count)
{
    if (!m_known)
        return;
    if (first < *m_known) {
        *m_known += count;
        return;
    }
    if (std::exchange(m_isReplacing, false)) { // another version of a turn, which the reader asked for
        *m_known += count;
        return;
    }
    m_messages += count;
    m_hasNewText = false;
}

void NewBelow::removeRows(int first, int count)
{
    if (!m_known)
        return;
    const int end = first + count;
    const int removedKnown = std::max(0, std::min(end, *m_known) - first);
    const int removedNew = std::max(0, std::min(end, *m_known + m_messages) - std::max(first, *m_known));
    if (end >= *m_known && removedKnown > 0) { // the message that could have grown is gone
        m_lastSize = 0;
        m_hasNewText = false;
        m_isReplacing = true;
    }
    *m_known -= removedKnown;
    m_messages -= removedNew;
}

void NewBelow::changeRow(int row, qsizetype size)
{
    if (m_known && m_messages == 0 && row == *m_known - 1 && size > m_lastSize)
        m_hasNewText = true;
}

}
