#pragma once

#include "core/chat/conversation.h"
#include "core/chat/messageshape.h"
#include "core/store/conversationsummary.h"

#include <QList>

#include <vector>

namespace sluice {

/// One whole conversation on its way between the history and a file. A value.
struct ConversationRecord
{
    ConversationSummary summary; ///< \c messageCount is that of \c messages; an empty id = the file has none
    QList<Message> messages; ///< by id
    MessageShape shape;
};

/// The parent of every message of \a shape, by id; -1 = none.
std::vector<int> parentsOf(const MessageShape& shape);

/// The ids that are shown, first to last: the chosen version of each turn, the youngest where none was chosen.
std::vector<int> shownPath(const MessageShape& shape);

/// A shape from the parent of every message, each of which must come before its child, and the id of the last message shown; -1
/// = the youngest versions.
MessageShape shapeOf(const std::vector<int>& parents, int lastShown);

}
