#pragma once

#include "core/chat/conversation.h"

namespace sluice {

/// Where the messages of one conversation go as they come, so that they are there after a crash. Ids are those of the
/// MessageTree. Never blocks and never fails for the caller: what cannot be written now is kept and written later (see
/// HistoryStore). The thread of its conversation.
class MessageSink
{
public:
    virtual ~MessageSink() = default;

    /// A new message, a version of the turn after \a parent (-1 = the first turn), or \a id as it is now. Ends what grow() added.
    virtual void put(int id, int parent, const Message& message) = 0;

    /// Pieces that a streaming answer has grown by since its last put() or grow(). Costs what is new.
    virtual void grow(int id, const QString& text, const QString& reasoning) = 0;

    /// \a child is the version to show after \a parent.
    virtual void choose(int parent, int child) = 0;
};

}
