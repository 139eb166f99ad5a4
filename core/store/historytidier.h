#pragma once

#include "core/base/result.h"

namespace sluice {

class HistoryDatabase;

/// What can wait, in pieces of some milliseconds each: words into the search index, deleting.
namespace tidier {

/// Puts some of what was written lately into the search index. True = there may be more.
Result<bool> indexWritten(HistoryDatabase& history);

/// Puts some of what a new index lacks into it, the youngest first.
Result<bool> indexMissing(HistoryDatabase& history);

/// Deletes some rows of conversations that are to be deleted, and their words from the search index.
Result<bool> deletePurged(HistoryDatabase& history);

}

}
