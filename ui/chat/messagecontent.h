#pragma once

#include "core/chat/conversation.h"
#include "core/chat/messagetree.h"

class QModelIndex;

namespace sluice {

/// One message as the view shows it: the answer of a model to the roles of messageroles.h. A value.
struct MessageContent
{
    Role author = Role::User;
    MessageState state = MessageState::Complete;
    ServerStop serverStop = ServerStop::NotAsked; ///< of a Stopped one
    QString text = {};
    QString reasoning = {};
    QList<Attachment> attachments = {}; ///< of a user's turn
    QString error = {};
    QString trouble = {}; ///< why it does not go on just now, while it runs
    QString model = {};
    AnswerFigures figures = {};
    QList<Seam> seams = {};
    bool isLoaded = true; ///< else the rest means nothing yet
    int rewrites = 0; ///< while it is the same, text and reasoning only grow
    SiblingPlace siblings = {};

    bool isRunning() const { return state == MessageState::Pending || state == MessageState::Streaming; }
};

MessageContent readMessage(const QModelIndex& index);

/// The muted line below an answer: its state unless complete, the model, and what was measured. Never a figure that was not.
QString footerText(const MessageContent& message);

}
