#pragma once

#include "core/chat/conversation.h"
#include "core/chat/messageshape.h"

#include <QList>
#include <QObject>

namespace sluice {

/// The stored messages of one conversation by id, read in pieces. Lives in the thread of who asks; an
/// implementation may read in another one. Owned by whoever was given it (see ChatSession).
class MessageSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// How many there are. Known without reading them, and never changes: what is added later is not read from here.
    virtual int count() const = 0;

    /// How they hang together. By default each follows the one before.
    virtual MessageShape shape() const { return {.count = count(), .jumps = {}, .chosen = {}}; }

    /// Asks for \a number messages from \a first on, all of them within count(). Answered by exactly one loaded(), during the
    /// call or later; several requests may be answered in any order. Asking never blocks.
    virtual void request(int first, int number) = 0;

Q_SIGNALS:
    /// The answer to the request that began at \a first. Shorter than asked for, or empty, when the rest cannot be read.
    void loaded(int first, const QList<sluice::Message>& messages);
};

}
