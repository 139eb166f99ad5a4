#include "core/store/historytidier.h"

#include "core/store/conversationfate.h"
#include "core/store/historydatabase.h"
#include "core/store/searchtext.h"

#include <vector>

namespace sluice {

namespace {

constexpr int RowsAtOnce = 256;
constexpr qsizetype BytesAtOnce = 128 * 1024; // of text; one message may be more

using Entries = std::vector<SearchIndex::Entry>;

struct TableWords
{
    SearchIndex::Table table;
    const char* written; ///< n and text of some that wait
    const char* done; ///< they do not wait any more
    const char* missing; ///< n and text of some below ?1, the highest first
};

constexpr TableWords Messages {SearchIndex::Table::Messages,
    "SELECT n, text FROM messages_to_index LEFT JOIN messages USING(n) ORDER BY n LIMIT ?1",
    "DELETE FROM messages_to_index WHERE n BETWEEN ?1 AND ?2",
    "SELECT n, text FROM messages WHERE n < ?2 AND state NOT IN ('pending', 'streaming') ORDER BY n DESC LIMIT ?1"};
constexpr TableWords Titles {SearchIndex::Table::Titles,
    "SELECT n, title FROM titles_to_index LEFT JOIN conversations USING(n) ORDER BY n LIMIT ?1",
    "DELETE FROM titles_to_index WHERE n BETWEEN ?1 AND ?2",
    "SELECT n, title FROM conversations WHERE n < ?2 ORDER BY n DESC LIMIT ?1"};

Result<Entries> take(Statement& statement)
{
    Entries entries;
    qsizetype bytes = 0;
    Result<bool> row = statement.step();
    for (; row && *row; row = statement.step()) {
        entries.push_back({statement.integer(0), searchableText(statement.text(1))});
        bytes += entries.back().text.size();
        if (bytes >= BytesAtOnce)
            break;
    }
    if (!row)
        return std::unexpected(row.error());
    return entries;
}

Result<bool> indexWritten(HistoryDatabase& history, const TableWords& words)
{
    Result<Entries> entries = [&] {
        Statement statement = history.database().prepare(words.written);
        return take(statement.bind(RowsAtOnce));
    }();
    if (!entries)
        return std::unexpected(entries.error());
    // The index first: when it goes wrong after that, they are put there once more, which changes nothing.
    if (entries->empty() || !history.index().add(words.table, *entries))
        return false;
    const Result<void> done = history.database().prepare(words.done).bind(entries->front().n, entries->back().n).run();
    if (!done)
        return std::unexpected(done.error());
    return true;
}

Result<bool> indexMissing(HistoryDatabase& history, const TableWords& words)
{
    const qint64 below = history.index().missingBelow(words.table);
    if (below <= 1 || !history.index().isOpen())
        return false;
    Result<Entries> entries = [&] {
        Statement statement = history.database().prepare(words.missing);
        return take(statement.bind(RowsAtOnce, below));
    }();
    if (!entries)
        return std::unexpected(entries.error());
    const qint64 lowest = entries->empty() ? 0 : entries->back().n;
    std::ranges::reverse(*entries); // FTS5 writes a segment for each step back
    return history.index().addMissing(words.table, *entries, lowest) && lowest > 1;
}

/// Numbers and words of the next messages of \a conversation.
Result<Entries> nextOf(HistoryDatabase& history, qint64 conversation)
{
    Statement statement = history.database().prepare("SELECT n, text FROM messages WHERE conversation = ?2 ORDER BY id LIMIT ?1");
    return take(statement.bind(RowsAtOnce, conversation));
}

/// Without those that the index does not have yet: it has to be told exactly what was added.
Result<void> removeWords(HistoryDatabase& history, SearchIndex::Table table, const char* waiting, Entries entries)
{
    const qint64 missingBelow = history.index().missingBelow(table);
    std::optional<Error> failure;
    std::erase_if(entries, [&](const SearchIndex::Entry& entry) {
        Statement statement = history.database().prepare(waiting);
        const Result<bool> row = statement.bind(entry.n).step();
        if (!row)
            failure = row.error();
        return entry.n < missingBelow || !row || *row;
    });
    if (failure)
        return std::unexpected(*failure);
    std::ranges::sort(entries, {}, &SearchIndex::Entry::n);
    history.index().remove(table, entries); // words that stay find nothing
    return {};
}

Result<void> deleteMessages(Database& database, qint64 conversation, const Entries& entries)
{
    return database.atomically([&]() -> Result<void> {
        for (const SearchIndex::Entry& entry : entries) {
            for (const char* sql :
                {"DELETE FROM attachments WHERE conversation = ?2 AND message = (SELECT id FROM messages WHERE n = ?1)",
                    "DELETE FROM timelines WHERE conversation = ?2 AND message = (SELECT id FROM messages WHERE n = ?1)",
                    "DELETE FROM messages_to_index WHERE n = ?1 AND ?2 <> 0", "DELETE FROM messages WHERE n = ?1 AND ?2 <> 0"}) {
                if (const Result<void> done = database.prepare(sql).bind(entry.n, conversation).run(); !done)
                    return done;
            }
        }
        return {};
    });
}

Result<void> deleteConversation(HistoryDatabase& history, qint64 conversation)
{
    Entries title;
    {
        Statement statement = history.database().prepare("SELECT n, title FROM conversations WHERE n = ?1");
        Result<Entries> taken = take(statement.bind(conversation));
        if (!taken)
            return std::unexpected(taken.error());
        title = std::move(*taken);
    }
    Result<void> done =
        removeWords(history, SearchIndex::Table::Titles, "SELECT 1 FROM titles_to_index WHERE n = ?1", std::move(title));
    if (!done)
        return done;
    return history.atomically([&]() -> Result<void> {
        for (const char* sql : {"DELETE FROM attachments WHERE conversation = ?1", "DELETE FROM journal WHERE conversation = ?1",
                 "DELETE FROM timelines WHERE conversation = ?1", "DELETE FROM choices WHERE conversation = ?1",
                 "DELETE FROM places WHERE conversation = ?1", "DELETE FROM titles_to_index WHERE n = ?1",
                 "DELETE FROM conversations WHERE n = ?1"}) {
            if (const Result<void> deleted = history.database().prepare(sql).bind(conversation).run(); !deleted)
                return deleted;
        }
        return {};
    });
}

}

namespace tidier {

Result<bool> indexWritten(HistoryDatabase& history)
{
    const Result<bool> messages = sluice::indexWritten(history, Messages);
    if (!messages || *messages)
        return messages;
    return sluice::indexWritten(history, Titles);
}

Result<bool> indexMissing(HistoryDatabase& history)
{
    const Result<bool> titles = sluice::indexMissing(history, Titles);
    if (!titles || *titles)
        return titles;
    return sluice::indexMissing(history, Messages);
}

Result<bool> deletePurged(HistoryDatabase& history)
{
    qint64 conversation = 0;
    {
        Statement statement = history.database().prepare("SELECT n FROM conversations WHERE fate = ?1 LIMIT 1");
        const Result<bool> row = statement.bind(int(ConversationFate::Deleted)).step();
        if (!row || !*row)
            return row;
        conversation = statement.integer(0);
    }
    const Result<Entries> entries = nextOf(history, conversation);
    if (!entries)
        return std::unexpected(entries.error());
    Result<void> done;
    if (entries->empty()) {
        done = deleteConversation(history, conversation);
    } else {
        done = removeWords(history, SearchIndex::Table::Messages, "SELECT 1 FROM messages_to_index WHERE n = ?1", *entries);
        if (done)
            done = deleteMessages(history.database(), conversation, *entries);
    }
    if (!done)
        return std::unexpected(done.error());
    return true;
}

}

Result<bool> HistoryDatabase::tidy()
{
    if (!isWritable())
        return false;
    if (!m_index.isOpen())
        m_index.open(true); // there may be room for it now
    if (m_index.merge())
        return true;
    for (const auto step : {tidier::indexWritten, tidier::deletePurged, tidier::indexMissing}) {
        const Result<bool> hasMore = step(*this);
        if (!hasMore || *hasMore)
            return hasMore;
    }
    return false;
}

}
