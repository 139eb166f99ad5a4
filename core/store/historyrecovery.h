#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QString>

#include <functional>

namespace sluice {

class Database;

/// Copies into \a fresh, an empty history, all rows that can be read of the damaged \a file: table by table, around the places
/// that cannot, the youngest messages first; then what
/// SQLite found no way to, page by page. Nothing is written to \a file. What is left without its other half gets one:
/// messages without a conversation a conversation, written pieces without a message a message.
///
/// True = everything was tried; false = \a time ran out. An error, with fault Interrupted of \a fresh, when \a isEnding said so;
/// any other one is of \a fresh. What was copied until then is not all, and counts for nothing.
Result<bool> recoverHistory(const QString& file, Database& fresh, Millis time, const std::function<bool()>& isEnding);

}
