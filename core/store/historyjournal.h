#pragma once

#include "core/base/result.h"

namespace sluice {

class Database;

/// Puts the pieces of the journal into their messages and calls what was pending or streaming interrupted, of all conversations
/// or of the one with number \a conversation. In one transaction. How many answers that were.
Result<int> interruptUnfinished(Database& database, qint64 conversation = 0);

}
