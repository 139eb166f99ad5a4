#pragma once

#include "core/chat/messagetree.h"

class QModelIndex;

namespace sluice {

/// What can be done with a message now. A value.
struct MessageActionSet
{
    bool canCopy = false;
    bool canEdit = false;
    bool canRegenerate = false;
    bool canContinue = false;
    SiblingPlace siblings = {};

    bool hasSiblings() const { return siblings.count > 1; }
    bool hasPrevious() const { return siblings.index > 0; }
    bool hasNext() const { return siblings.index + 1 < siblings.count; }
    bool isEmpty() const { return !canCopy && !canEdit && !canRegenerate && !canContinue && !hasSiblings(); }
};

/// What can be done with the message at \a index of a model with the roles of messageroles.h.
MessageActionSet actionsFor(const QModelIndex& index);

}
