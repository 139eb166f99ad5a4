// The part of ChatView that says where it is scrolled to, and goes back there.

#include "ui/chat/chatview.h"

#include "ui/chat/messagedelegate.h"
#include "ui/chat/messagelayout.h"
#include "ui/chat/scrollthrottle.h"

#include <algorithm>

namespace sluice {

QByteArray ChatView::scrollPlace() const
{
    if (m_isFollowing || m_anchor.row < 0)
        return {};
    return QByteArray::number(m_anchor.row) + ' ' + QByteArray::number(m_anchor.position) + ' '
        + QByteArray::number(m_anchor.delta);
}

ChatView::Anchor ChatView::anchorOf(const QByteArray& written)
{
    const QByteArrayList parts = written.split(' ');
    bool isRow = false;
    bool isPosition = false;
    bool isDelta = false;
    const Anchor anchor {.row = parts.value(0).toInt(&isRow),
        .position = parts.value(1).toLongLong(&isPosition),
        .delta = parts.value(2).toLongLong(&isDelta)};
    const bool isUsable = parts.size() == 3 && isRow && isPosition && isDelta && anchor.row >= 0
        && anchor.position >= Anchor::RowTop && std::abs(anchor.delta) < 100'000;
    return isUsable ? anchor : Anchor();
}

int ChatView::rowOfScrollPlace(const QByteArray& written)
{
    return anchorOf(written).row;
}

void ChatView::takeOver(const ChatView& former)
{
    for (const auto& [row, isOpen] : former.m_delegate->chosenReasoning())
        m_delegate->setReasoningOpen(row, isOpen);
    restoreScrollPlace(former.scrollPlace());
}

void ChatView::restoreScrollPlace(const QByteArray& written)
{
    const Anchor anchor = anchorOf(written);
    if (anchor.row < 0 || anchor.row >= m_rows.count()) {
        followLatest();
        return;
    }
    m_throttle->cancel();
    setFollowing(false);
    m_anchor = anchor;
    m_anchor.position = std::min(anchor.position, layoutOf(anchor.row).length()); // it may say something else now
    place();
    setFollowing(m_offset >= lastOffset());
    viewport()->update();
}

}
