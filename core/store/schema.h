#pragma once

#include "core/base/result.h"

#include <span>

namespace sluice {

class Database;

/// In the header of every history ("Slui"), so that another program's database is not taken for one.
constexpr int HistoryApplicationId = 0x536c7569;

/// What leads from each version of the history's tables to the next one, from an empty file on. Never changed once released: a
/// change is one more. Columns are explained where they are made.
std::span<const char* const> historyMigrations();

/// Runs those of \a migrations that \a database has not seen, each in a transaction of its own with the new PRAGMA user_version.
/// A database that is ahead of them is refused (StorageFault::Newer) and left as it is.
Result<void> migrate(Database& database, std::span<const char* const> migrations);

}
