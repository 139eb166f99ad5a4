#pragma once

#include "core/store/historydatabase.h"
#include "core/store/historystore.h"

#include <QTest>

namespace sluice::test {

/// Whether two messages are the same in all that is stored; a word about the first difference, empty = none.
inline QString difference(const Message& one, const Message& other)
{
    using namespace Qt::StringLiterals;
    if (one.role != other.role || one.state != other.state || one.serverStop != other.serverStop)
        return u"role, state or stop"_s;
    if (one.text != other.text || one.reasoning != other.reasoning)
        return u"text or reasoning"_s;
    if (one.error != other.error)
        return u"error"_s;
    if (one.model != other.model || one.finishReason != other.finishReason)
        return u"model or finish reason"_s;
    const AnswerFigures& a = one.figures;
    const AnswerFigures& b = other.figures;
    if (a.ttftMs != b.ttftMs || a.e2eMs != b.e2eMs || a.textDeltas != b.textDeltas || a.usage != b.usage || a.cached != b.cached
        || a.reconnects != b.reconnects || a.strip != b.strip)
        return u"figures"_s;
    if (one.createdAt != other.createdAt)
        return u"time"_s;
    if (one.attachments != other.attachments)
        return u"attachments"_s;
    if (one.ticket != other.ticket)
        return u"ticket"_s;
    return one.seams == other.seams ? QString() : u"seams"_s;
}

inline Message said(Role role, const QString& text, MessageState state = MessageState::Complete)
{
    Message message;
    message.role = role;
    message.text = text;
    message.state = state;
    message.createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    return message;
}

inline ConversationSummary titled(const QString& id, const QString& title, qint64 lastActive = 1000, bool isPinned = false)
{
    return {.id = id, .title = title, .isPinned = isPinned, .lastActive = lastActive, .createdAt = lastActive, .messageCount = 0};
}

/// Does all that can wait.
inline void tidyUp(HistoryDatabase& history)
{
    for (;;) {
        const Result<bool> hasMore = history.tidy();
        QVERIFY(hasMore);
        if (!*hasMore)
            return;
    }
}

}
