#pragma once

#include "core/base/result.h"
#include "core/chat/conversation.h"
#include "core/chat/messageshape.h"
#include "core/store/conversationsummary.h"

#include <QString>

#include <optional>
#include <vector>

namespace sluice {

class HistoryDatabase;

/// A whole conversation on its way into the history, bit by bit so that nothing else waits long for it. It shows when it is
/// whole; one that was given up, also by a crash, is deleted at the next start. Until then its id is free. One thread.
class ConversationInsertion
{
public:
    /// \a summary has the id that it gets at the end, which must be free then.
    explicit ConversationInsertion(const ConversationSummary& summary);

    // Each in a transaction of its caller's.

    /// Makes it where it is missing: it is empty then (true), also when damage has taken it away meanwhile.
    Result<bool> begin(HistoryDatabase& history);
    Result<void> put(HistoryDatabase& history, int id, int parent, const Message& message);
    /// Shows it. False = damage has taken messages away, and it has to begin anew.
    Result<bool> end(HistoryDatabase& history, const std::vector<MessageShape::Link>& chosen);

private:
    Result<bool> isWhole(HistoryDatabase& history) const;

    const ConversationSummary m_summary; ///< \c messageCount is how many there have to be
    const QString m_hiddenId;
    qint64 m_number = 0;
};

}
