#pragma once

#include "core/chat/attachmentrules.h"
#include "core/chat/conversation.h"

#include <QList>

namespace sluice {

/// The earlier turns that go along with a request, gathered from the newest back: at most 2 Mi characters (4 MiB in memory, text
/// files included), 20 MiB of images and 1,024 turns, whatever the length of the conversation. The newest turn always goes along.
/// A turn that does not fit ends it, so there are no holes. Pure.
class RequestContext
{
public:
    static constexpr qsizetype MaxCharacters = qsizetype(2) * 1024 * 1024;
    static constexpr qint64 MaxImageBytes = AttachmentLimits::MessageBytes;
    static constexpr int MaxTurns = 1024;

    /// Of rows 0 to \a end - 1.
    explicit RequestContext(int end);

    bool wantsMore() const { return m_next >= 0; }
    int nextRow() const { return m_next; } ///< to be given to take() or skip()

    /// Turns without text and attachments are left out: an answer that failed before its first word is no context.
    void take(const Message& turn);
    void skip() { --m_next; }

    /// Oldest first. A conversation that was cut begins with what a user said: most servers insist.
    QList<Message> turns() const;

private:
    QList<Message> m_turns; ///< newest first
    qint64 m_characters = 0;
    qint64 m_imageBytes = 0;
    bool m_isCut = false;
    int m_next;
};

}
