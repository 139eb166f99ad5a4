// The part of ChatView that scrolls.

#include "ui/chat/chatview.h"

#include "ui/chat/messageinteraction.h"
#include "ui/chat/scrollthrottle.h"

#include <QScrollBar>

#include <algorithm>
#include <climits>

namespace sluice {

namespace {

constexpr int ScrollStep = 40;

}

void ChatView::scrollContentsBy(int, int)
{
    if (m_isPlacing)
        return;
    // Whatever moves the bar outside place() is the user: wheel, keys, drag. The distance is taken from our own offset: the base
    // class does not know of corrections made while it was moving.
    const qint64 wanted = verticalScrollBar()->value();
    const qint64 moved = wanted - m_offset;
    if (moved == 0 || m_rows.count() == 0)
        return;
    if (moved < 0)
        setFollowing(false);
    if (m_throttle->holds(moved))
        return;
    if (std::abs(moved) <= 2 * qint64(viewport()->height()))
        m_anchor.delta += moved; // what is in view keeps its place, whatever that measures which comes into view
    else
        m_anchor = anchorAt(wanted);
    place();
    if (moved > 0 && m_offset >= lastOffset())
        setFollowing(true);
    m_interaction->updateHover();
    viewport()->update();
}

void ChatView::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    if (!index.isValid() || index.row() >= m_rows.count())
        return;
    const int row = index.row();
    measureEnds(row);
    const qint64 room = m_rows.height(row) + (row == m_rows.count() - 1 ? EndRoom : 0) - viewport()->height();
    const qint64 top = m_rows.top(row) - m_offset;
    const bool isVisible = top >= 0 && top + m_rows.height(row) <= viewport()->height();
    if (hint == EnsureVisible && isVisible) {
        place();
        return;
    }
    m_throttle->cancel();
    const bool isBelow = hint == EnsureVisible && top > 0 && room < 0;
    m_anchor = {.row = row};
    if (hint == PositionAtBottom || isBelow)
        m_anchor.delta = room;
    else if (hint == PositionAtCenter)
        m_anchor.delta = room / 2;
    setFollowing(false);
    place();
    setFollowing(m_offset >= lastOffset());
    viewport()->update();
}

void ChatView::revealPosition(int row, qsizetype position)
{
    if (row < 0 || row >= m_rows.count())
        return;
    const Anchor line {.row = row, .position = position, .delta = -viewport()->height() / 3};
    const qint64 y = topOf(line) - m_offset;
    m_throttle->cancel();
    setFollowing(false);
    if (y < 0 || y > viewport()->height() - ScrollStep)
        m_anchor = line;
    place();
    viewport()->update();
}

void ChatView::updateScrollBar()
{
    QScrollBar* bar = verticalScrollBar();
    bar->setSingleStep(ScrollStep);
    bar->setPageStep(viewport()->height());
    bar->setRange(0, int(std::min(lastOffset(), qint64(INT_MAX))));
    bar->setValue(int(std::min(m_offset + m_throttle->held(), qint64(INT_MAX))));
}

}
