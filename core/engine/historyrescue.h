#pragma once

#include "core/base/result.h"

#include <QString>

#include <list>

namespace sluice {

class HistoryDatabase;
struct HistoryWrite;

// What is done about writes that the disk refuses when the program is to end: see HistoryStore::useWaiting(). Both block.

/// In how many conversations \a waiting has something that a person would miss: messages, titles, a draft.
int countWorthRescuing(const std::list<HistoryWrite>& waiting);

/// Writes those conversations to \a fileName as Sluice JSON, complete: what \a history has of them (null = it cannot be read),
/// and what waits. A draft stands there as the user's last turn. How many they are; with none, no file is made.
Result<int> rescueConversations(const std::list<HistoryWrite>& waiting, HistoryDatabase* history, const QString& fileName);

}
