#pragma once

#include "core/base/result.h"
#include "core/chat/conversation.h"

namespace sluice {

class Database;
class Statement;

// A message as a row of the table "messages". Attachments and the journal have tables of their own.

/// The columns that readMessage() wants, in its order.
inline constexpr char MessageColumns[] =
    "role, state, text, reasoning, model, finish_reason, server_stop, error, figures, seams, created, ticket";

/// The message in the row of \a statement, from \a column on. A word that this version does not know becomes what is nearest.
Message readMessage(const Statement& statement, int column);

/// Makes the row of message \a id, or replaces what it holds.
Result<void> writeMessage(Database& database, qint64 conversation, int id, int parent, const Message& message);

/// What stands where a message cannot be read any more.
Message missingMessage(int id);

}
