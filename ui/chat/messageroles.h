#pragma once

#include "core/chat/conversation.h"

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
    MessageIsLoadedRole, ///< bool; a model that has all of its messages answers nothing
};

}

Q_DECLARE_METATYPE(sluice::AnswerFigures)
