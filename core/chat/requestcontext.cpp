#include "core/chat/requestcontext.h"

#include "core/chat/attachmenttext.h"

#include <algorithm>

namespace sluice {

RequestContext::RequestContext(int end)
    : m_next(end - 1)
{ }

void RequestContext::take(const Message& turn)
{
    --m_next;
    if (turn.text.isEmpty() && turn.attachments.isEmpty())
        return;
    const AttachmentCost attached = costOf(turn.attachments);
    m_characters += turn.text.size() + attached.textBytes;
    m_imageBytes += attached.imageBytes;
    const bool isTooMuch = m_characters > MaxCharacters || m_imageBytes > MaxImageBytes;
    m_isCut = !m_turns.isEmpty() && (isTooMuch || m_turns.size() >= MaxTurns);
    if (m_isCut) {
        m_next = -1;
        return;
    }
    // Only what a request needs: a turn kept here shares no text but its own.
    Message kept;
    kept.role = turn.role;
    kept.text = turn.text;
    kept.attachments = turn.attachments;
    m_turns.append(kept);
}

QList<Message> RequestContext::turns() const
{
    QList<Message> turns(m_turns.crbegin(), m_turns.crend());
    if (m_isCut)
        turns.erase(turns.cbegin(), std::ranges::find(std::as_const(turns), Role::User, &Message::role));
    return turns;
}

}
