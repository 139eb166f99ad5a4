#include "core/store/historysearch.h"

#include "core/store/historydatabase.h"
#include "core/store/historytidier.h"

#include <QScopeGuard>

#include <limits>

namespace sluice {

namespace {

constexpr qint64 Highest = std::numeric_limits<qint64>::max() - 1;
constexpr int MaxTitles = 20; // so that many of them do not hide the messages
constexpr int MaxUnindexedSteps = 8; // what was written just now is found; a whole import may wait
// Words that are frequent one by one and never meet keep FTS5 busy without a hit, and nothing can stop it there. So it looks
// through some numbers at a time, more of them while it is quick.
constexpr qint64 FirstWindow = 32'768;
constexpr Millis QuickWindow {4};

}

HistorySearch::HistorySearch(const QString& query, std::optional<SearchKey> after, int number)
    : m_query(parseSearch(query))
    , m_expression(m_query.ftsExpression())
    , m_number(std::max(1, number))
    , m_hasTitles(after.has_value())
    , m_next(after ? *after - 1 : Highest)
    , m_window(FirstWindow)
{ }

Result<bool> HistorySearch::step(HistoryDatabase& history, Millis time, const std::function<bool()>& isStale)
{
    if (m_query.terms.empty())
        return true;
    m_deadline = steadyClock().now() + time;
    history.index().setStopCondition(isStale);
    const auto guard = qScopeGuard([&] { history.index().setStopCondition({}); });
    Result<void> done;
    for (int i = 0; m_isFresh && i < MaxUnindexedSteps; ++i) {
        const Result<bool> hasMore = history.isWritable() ? tidier::indexWritten(history) : false;
        if (!hasMore)
            return std::unexpected(hasMore.error());
        m_isFresh = *hasMore;
    }
    m_isFresh = false;
    if (!std::exchange(m_hasTitles, true))
        done = findTitles(history);
    while (done && m_next > 0 && !isFull() && steadyClock().now() < m_deadline) {
        if (isStale && isStale())
            return std::unexpected(history.database().failure(StorageFault::Interrupted));
        done = findMessages(history);
    }
    if (!done)
        return std::unexpected(done.error());
    if (m_next > 0 && m_page.hits.isEmpty())
        return false;
    if (m_next > 0)
        m_page.next = m_next + 1;
    return true;
}

Result<void> HistorySearch::findTitles(HistoryDatabase& history)
{
    Result<void> done;
    const bool couldLook = history.index().search(SearchIndex::Table::Titles, m_expression, Highest, 1, [&](qint64 n) {
        done = takeTitle(history, n);
        return done && !isFull() && m_page.hits.size() < MaxTitles && steadyClock().now() < m_deadline;
    });
    if (!couldLook)
        return std::unexpected(history.index().failure());
    return done;
}

Result<void> HistorySearch::findMessages(HistoryDatabase& history)
{
    if (m_next == Highest) {
        const Result<qint64> last = history.database().number("SELECT max(n) FROM messages");
        if (!last)
            return std::unexpected(last.error());
        m_next = *last;
    }
    const TimePoint begin = steadyClock().now();
    const bool isEachOneAHit = m_query.terms.size() == 1 && m_query.terms.front().parts.size() <= 2;
    const qint64 to = isEachOneAHit ? 1 : std::max<qint64>(1, m_next - m_window + 1);
    Result<void> done;
    bool isThrough = true;
    const bool couldLook = history.index().search(SearchIndex::Table::Messages, m_expression, m_next, to, [&](qint64 n) {
        done = takeMessage(history, n);
        m_next = n - 1;
        isThrough = done && !isFull() && steadyClock().now() < m_deadline;
        return isThrough;
    });
    if (!couldLook)
        return std::unexpected(history.index().failure());
    if (done && isThrough) {
        m_next = to - 1;
        if (steadyClock().now() - begin < QuickWindow)
            m_window *= 4;
    }
    return done;
}

Result<void> HistorySearch::takeTitle(HistoryDatabase& history, qint64 n)
{
    Statement statement = history.database().prepare("SELECT id, title, created FROM conversations WHERE n = ?1 AND fate = 0");
    const Result<bool> row = statement.bind(n).step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return {};
    const QString title = statement.text(1);
    if (std::optional<SearchSnippet> snippet = findSnippet(title, m_query)) {
        m_page.hits.append({.conversationId = statement.text(0),
            .title = title,
            .messageId = -1,
            .createdAt = statement.integer(2),
            .snippet = snippet->text,
            .marks = std::move(snippet->marks)});
    }
    return {};
}

Result<void> HistorySearch::takeMessage(HistoryDatabase& history, qint64 n)
{
    Statement statement = history.database().prepare(
        "SELECT c.id, c.title, m.id, m.created, m.text FROM messages m JOIN conversations c ON c.n = m.conversation"
        " WHERE m.n = ?1 AND c.fate = 0");
    const Result<bool> row = statement.bind(n).step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return {};
    // The index may remember what the text has lost since, and knows no order of characters.
    if (std::optional<SearchSnippet> snippet = findSnippet(statement.text(4), m_query)) {
        m_page.hits.append({.conversationId = statement.text(0),
            .title = statement.text(1),
            .messageId = int(statement.integer(2)),
            .createdAt = statement.integer(3),
            .snippet = snippet->text,
            .marks = std::move(snippet->marks)});
    }
    return {};
}

}
