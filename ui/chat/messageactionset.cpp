#include "ui/chat/messageactionset.h"

#include "ui/chat/messageroles.h"

#include <QAbstractItemModel>

namespace sluice {

namespace {

bool isRunning(MessageState state)
{
    return state == MessageState::Pending || state == MessageState::Streaming;
}

MessageState stateOf(const QModelIndex& index)
{
    return MessageState(index.data(MessageStateRole).toInt());
}

}

MessageActionSet actionsFor(const QModelIndex& index)
{
    if (!index.isValid() || !index.data(MessageIsLoadedRole).toBool())
        return {};
    MessageActionSet actions {.siblings = index.data(MessageSiblingRole).value<SiblingPlace>()};
    const auto author = Role(index.data(MessageAuthorRole).toInt());
    const MessageState state = stateOf(index);
    actions.canCopy = !isRunning(state);
    actions.canEdit = author == Role::User;
    if (author != Role::Assistant || isRunning(state))
        return actions;
    const int last = index.model()->rowCount() - 1;
    const bool isIdle = !isRunning(stateOf(index.siblingAtRow(last))); // one answer at a time
    actions.canRegenerate = isIdle;
    actions.canContinue = isIdle && index.row() == last && isCutShort(state);
    return actions;
}

}
