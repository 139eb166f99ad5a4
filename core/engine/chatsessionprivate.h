#pragma once

#include "core/chat/branchedmessages.h"
#include "core/engine/answerwriter.h"
#include "core/engine/chatsession.h"
#include "core/engine/sessionjournal.h"

#include <utility>

namespace sluice {

/// For the sources of ChatSession only.
struct ChatSession::Private
{
    ChatSession& q;
    const QString id;
    BranchedMessages messages;
    SessionJournal journal;
    AnswerWriter writer;
    std::unique_ptr<TimelineKeeper> timelines;
    int answerId = -1; ///< of the last stream
    QString title = {};

    void answer(int row, const SessionTarget& target);
    void cut(int row);
    void follow(int row, int version);
    void tellLoaded(int firstId, int lastId);
    bool isLastShown(int message) const; ///< that message, in the last row
    void tellWritten(int id);
    bool isRole(int row, Role role) const;
    int last() const { return messages.count() - 1; }

    Private(ChatSession& session, ChatEngine& engine, const QString& sessionId, std::unique_ptr<MessageSource> source,
        std::unique_ptr<MessageSink> sink, std::unique_ptr<TimelineKeeper> keeper)
        : q(session)
        , id(sessionId)
        , messages(source ? std::make_unique<MessagePages>(std::move(source)) : nullptr)
        , journal(messages, std::move(sink))
        , writer(engine, messages)
        , timelines(std::move(keeper))
    { }
};

}
