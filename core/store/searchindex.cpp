#include "core/store/searchindex.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <limits>
#include <string_view>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Goes up with each change of searchableText() or of the tables. An index of another version is made anew.
constexpr qint64 Version = 3;

/// A checkpoint waits for the disk, the longer the more it brings there: so a little at a time.
constexpr char Begin[] = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 200";
constexpr char Setup[] = R"(
PRAGMA journal_mode = WAL;
CREATE TABLE missing(which INTEGER PRIMARY KEY, below INTEGER NOT NULL);
INSERT INTO missing VALUES(0, 9223372036854775807), (1, 9223372036854775807);
PRAGMA user_version = 3;
)";

// NAME stands for the part's name in all of them.

/// 'ascii' takes every character beyond ASCII for a part of a word, so the words are exactly those of SearchTokens.
constexpr char Create[] = "CREATE VIRTUAL TABLE NAME USING fts5(text, content = '', columnsize = 0, detail = none,"
                          " tokenize = 'ascii', prefix = '2 3 4')";
/// FTS5 would merge whenever it likes, and for as long as it takes: see merge().
constexpr char Configure[] = "INSERT INTO NAME(NAME, rank) VALUES('automerge', 0), ('crisismerge', 512)";
constexpr char Merge[] = "INSERT INTO NAME(NAME, rank) VALUES('merge', 100)"; // pages of 4 kB
constexpr char Insert[] = "INSERT INTO NAME(rowid, text) VALUES(?, ?)";
constexpr char Delete[] = "INSERT INTO NAME(NAME, rowid, text) VALUES('delete', ?, ?)";
constexpr char Select[] = "SELECT rowid FROM NAME WHERE NAME MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC";

std::string partName(SearchIndex::Table table, qint64 n)
{
    return (table == SearchIndex::Table::Messages ? "messages_" : "titles_") + std::to_string(n / SearchIndex::NumbersOfAPart);
}

std::string inPart(std::string sql, const std::string& name)
{
    static constexpr std::string_view Placeholder = "NAME";
    for (std::size_t at = sql.find(Placeholder); at != std::string::npos; at = sql.find(Placeholder, at + name.size()))
        sql.replace(at, Placeholder.size(), name);
    return sql;
}

}

SearchIndex::SearchIndex(const QString& file)
    : m_file(file)
{ }

bool SearchIndex::open(bool isWritable)
{
    m_isWritable = isWritable;
    const auto load = [this](Table table, const char* sql) {
        const Result<qint64> below = m_database.number(sql);
        m_missingBelow[size_t(table)] = below.value_or(0);
        return below.has_value();
    };
    if (QFile::exists(m_file) && m_database.open(m_file, isWritable ? Database::Access::Write : Database::Access::Read)) {
        const Result<qint64> version = m_database.number("PRAGMA user_version");
        const bool isOurs = version && *version == Version && m_database.run(Begin)
            && load(Table::Messages, "SELECT below FROM missing WHERE which = 0")
            && load(Table::Titles, "SELECT below FROM missing WHERE which = 1");
        if (isOurs)
            return true;
    }
    m_database.close();
    return isWritable && create();
}

bool SearchIndex::create()
{
    for (const auto ending : {""_L1, "-wal"_L1, "-shm"_L1})
        QFile::remove(m_file + ending);
    m_missingBelow.fill(std::numeric_limits<qint64>::max());
    if (m_database.open(m_file, Database::Access::Create) && m_database.run(Setup) && m_database.run(Begin))
        return true;
    m_database.close();
    return false;
}

/// What is damaged is made anew; after any other failure the next attempt may succeed.
bool SearchIndex::check(const Result<void>& result)
{
    if (result)
        return true;
    m_fault = m_database.fault();
    if (m_fault == StorageFault::Damaged && m_isWritable) {
        qCWarning(lcStore, "The search index is damaged and is made anew.");
        m_database.close();
        create();
    }
    return false;
}

bool SearchIndex::change(const std::function<Result<void>()>& change)
{
    return isOpen() && check(m_database.atomically(change));
}

Result<bool> SearchIndex::hasPart(const std::string& name)
{
    Statement statement = m_database.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1");
    return statement.bind(QUtf8StringView(name.data(), qsizetype(name.size()))).step();
}

Result<void> SearchIndex::writePart(Table table, const char* sql, std::span<const Entry> entries)
{
    const std::string name = partName(table, entries.front().n);
    const Result<bool> exists = hasPart(name);
    if (!exists)
        return std::unexpected(exists.error());
    if (!*exists) {
        Result<void> made = m_database.run(inPart(Create, name).c_str());
        if (made)
            made = m_database.run(inPart(Configure, name).c_str());
        if (!made)
            return made;
    }
    m_unmerged.insert(name);
    Statement statement = m_database.prepare(inPart(sql, name).c_str());
    for (const Entry& entry : entries) {
        const Result<void> written = statement.bind(entry.n, QUtf8StringView(entry.text)).run();
        if (!written)
            return written;
    }
    return {};
}

Result<void> SearchIndex::write(Table table, const char* sql, std::span<const Entry> entries)
{
    while (!entries.empty()) {
        const qint64 end = partBegin(entries.front().n) + NumbersOfAPart;
        const auto isBefore = [end](const Entry& entry) { return entry.n < end; };
        const auto count = std::size_t(std::ranges::partition_point(entries, isBefore) - entries.begin());
        if (const Result<void> written = writePart(table, sql, entries.first(count)); !written)
            return written;
        entries = entries.subspan(count);
    }
    return {};
}

bool SearchIndex::add(Table table, std::span<const Entry> entries)
{
    return change([&] { return write(table, Insert, entries); });
}

bool SearchIndex::remove(Table table, std::span<const Entry> entries)
{
    return change([&] { return write(table, Delete, entries); });
}

bool SearchIndex::merge()
{
    if (m_unmerged.empty() || !isOpen())
        return false;
    const std::string name = *m_unmerged.begin();
    const auto changes = [this] { return m_database.number("SELECT total_changes()").value_or(0); };
    const qint64 before = changes();
    const bool isDone = change([&] { return m_database.run(inPart(Merge, name).c_str()); });
    if (!isDone || changes() - before < 2) // by FTS5's documentation there was nothing to do
        m_unmerged.erase(name);
    return isDone && !m_unmerged.empty();
}

bool SearchIndex::addMissing(Table table, std::span<const Entry> entries, qint64 missingBelow)
{
    const bool isDone = change([&]() -> Result<void> {
        const Result<void> written = write(table, Insert, entries);
        if (!written)
            return written;
        return m_database.prepare("UPDATE missing SET below = ?2 WHERE which = ?1").bind(int(table), missingBelow).run();
    });
    if (isDone)
        m_missingBelow[size_t(table)] = missingBelow;
    return isDone;
}

bool SearchIndex::search(Table table, const QString& expression, qint64 from, const std::function<bool(qint64 n)>& found)
{
    if (!isOpen()) {
        m_fault = StorageFault::Unreachable;
        return false;
    }
    const std::string name = partName(table, from);
    Result<bool> row = hasPart(name);
    if (row && *row) {
        Statement statement = m_database.prepare(inPart(Select, name).c_str());
        statement.bind(expression, from);
        while ((row = statement.step()) && *row) {
            if (!found(statement.integer(0)))
                return true;
        }
    }
    return check(row ? Result<void>() : std::unexpected(row.error()));
}

Error SearchIndex::failure() const
{
    if (m_fault != StorageFault::Damaged && m_fault != StorageFault::Unreachable)
        return storageError(m_fault);
    return {.kind = ErrorKind::Storage,
        .message = QCoreApplication::translate("SearchIndex", "The search is not ready yet: try again in a moment.")};
}

void SearchIndex::setStopCondition(std::function<bool()> condition)
{
    if (isOpen())
        m_database.setStopCondition(std::move(condition));
}

void SearchIndex::checkpoint()
{
    if (isOpen() && m_isWritable)
        (void)m_database.run("PRAGMA wal_checkpoint(PASSIVE)"); // the next one may succeed
}

}
