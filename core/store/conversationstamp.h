#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace sluice {

class HistoryDatabase;

/// Tells whether the messages of a conversation, or which of them are chosen, have changed since. Costs the same however many
/// they are. A value.
struct ConversationStamp
{
    qint64 number = 0; ///< of its row: one that was deleted and made anew has another
    qint64 revision = 0;
    qint64 pieces = 0; ///< that wait in the journal
    qint64 lastPiece = 0;

    bool operator==(const ConversationStamp&) const = default;
};

/// Of conversation \a id as it is on disk; nothing when it is not there.
Result<std::optional<ConversationStamp>> stampOf(HistoryDatabase& history, const QString& id);

}
