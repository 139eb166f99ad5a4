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

/// A long beginning is made of all words that have it, which takes a moment. Where the others never are, it is not needed.
QString certainPart(const SearchQuery& query)
{
    if (query.terms.size() < 2 || !query.terms.back().isPrefix
        || query.terms.back().parts.front().size() <= SearchIndex::LongestBeginning)
        return {};
    SearchQuery others = query;
    others.terms.pop_back();
    return others.ftsExpression();
}

}

HistorySearch::HistorySearch(const QString& query, std::optional<SearchKey> after, int number)
    : m_query(parseSearch(query))
    , m_expression(m_query.ftsExpression())
    , m_certain(certainPart(m_query))
    , m_number(std::max(1, number))
    , m_hasTitles(after.has_value())
    , m_next(after ? *after - 1 : Highest)
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
    const Result<qint64> last = history.database().number("SELECT max(n) FROM conversations");
    if (!last)
        return std::unexpected(last.error());
    Result<void> done;
    bool goesOn = true;
    for (qint64 n = *last; n > 0 && goesOn; n = SearchIndex::partBegin(n) - 1) {
        const bool couldLook = history.index().search(SearchIndex::Table::Titles, m_expression, n, [&](qint64 found) {
            done = takeTitle(history, found);
            goesOn = done && !isFull() && m_page.hits.size() < MaxTitles && steadyClock().now() < m_deadline;
            return goesOn;
        });
        if (!couldLook)
            return std::unexpected(history.index().failure());
    }
    return done;
}

/// From the highest number that was not looked at to the beginning of its part.
Result<void> HistorySearch::findMessages(HistoryDatabase& history)
{
    SearchIndex& index = history.index();
    if (m_next == Highest) {
        const Result<qint64> last = history.database().number("SELECT max(n) FROM messages");
        if (!last)
            return std::unexpected(last.error());
        m_next = *last;
    }
    const qint64 from = m_next;
    bool isPossible = m_certain.isEmpty();
    bool couldLook = true;
    if (!isPossible) {
        couldLook = index.search(SearchIndex::Table::Messages, m_certain, from, [&](qint64) {
            isPossible = true;
            return false;
        });
    }
    Result<void> done;
    bool isThrough = true;
    if (couldLook && isPossible) {
        couldLook = index.search(SearchIndex::Table::Messages, m_expression, from, [&](qint64 n) {
            done = takeMessage(history, n);
            m_next = n - 1;
            isThrough = done && !isFull() && steadyClock().now() < m_deadline;
            return isThrough;
        });
    }
    if (!couldLook)
        return std::unexpected(index.failure());
    if (done && isThrough)
        m_next = SearchIndex::partBegin(from) - 1;
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
