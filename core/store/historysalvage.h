#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>

namespace sluice {

class Database;

/// Adds to \a fresh the rows of a history that are on the pages of the damaged \a file or in its log and are not in it yet: for
/// what SQLite finds no way to. Until \a isOver. The error is of \a fresh.
Result<void> salvagePages(const QString& file, Database& fresh, const std::function<bool()>& isOver);

}
