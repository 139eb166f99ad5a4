#pragma once

#include "core/base/clock.h"
#include "core/store/historystore.h"
#include "core/store/searchtext.h"

#include <functional>

namespace sluice {

class HistoryDatabase;

/// One question to the search, answered in slices of time, so that writes and other questions get their turn. On its first page
/// titles come first, then messages, the youngest first; what was removed is left out.
class HistorySearch
{
public:
    HistorySearch(const QString& query, std::optional<SearchKey> after, int number);

    /// Looks on for about \a time; true = page() is ready. Ends at once with an error when \a isStale says so. A page that has
    /// something may be ready before it is full, when the rest is far: \c next says where to go on.
    Result<bool> step(HistoryDatabase& history, Millis time, const std::function<bool()>& isStale);

    SearchPage page() const { return m_page; }

private:
    Result<void> findTitles(HistoryDatabase& history);
    Result<void> findMessages(HistoryDatabase& history);
    Result<void> takeTitle(HistoryDatabase& history, qint64 n);
    Result<void> takeMessage(HistoryDatabase& history, qint64 n);
    bool isFull() const { return m_page.hits.size() >= m_number; }

    const SearchQuery m_query;
    const QString m_expression;
    const QString m_certain; ///< what has to match besides a long beginning; empty = nothing
    const int m_number;
    bool m_hasTitles;
    bool m_isFresh = true;
    qint64 m_next; ///< the highest number that was not looked at
    TimePoint m_deadline;
    SearchPage m_page;
};

}
