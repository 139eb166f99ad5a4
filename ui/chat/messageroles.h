#pragma once

#include "core/chat/conversation.h"
#include "core/chat/messagetree.h"

#include <QMetaType>
#include <Qt>

namespace sluice {

/// What a model of messages answers besides Qt::DisplayRole and Qt::AccessibleTextRole. The chat view reads nothing else.
enum MessageDataRole {
    MessageTextRole = Qt::UserRole + 1, ///< QString
    MessageAuthorRole, ///< int, a Role
    MessageStateRole, ///< int, a MessageState
    MessageErrorRole, ///< QString, one sentence; empty without an error
    MessageReasoningRole, ///< QString
    MessageModelRole, ///< QString
    MessageFiguresRole, ///< AnswerFigures
    MessageIsLoadedRole, ///< bool; false = asked for by this very question, and everything else is empty until dataChanged()
    MessageRewritesRole, ///< int; while it is the same, text and reasoning only grow
    MessageSiblingRole, ///< SiblingPlace
    MessageAttachmentsRole, ///< QList<Attachment>, sharing its bytes
    MessageServerStopRole, ///< int, a ServerStop
    MessageSeamsRole, ///< QList<Seam>
    MessageTroubleRole, ///< QString; why a running answer does not go on just now, in one sentence; empty when it does
    MessageIsAtHandRole, ///< bool; like MessageIsLoadedRole, but nothing is asked for; invalid = all messages always are
};

}

Q_DECLARE_METATYPE(sluice::AnswerFigures)
Q_DECLARE_METATYPE(sluice::SiblingPlace)
