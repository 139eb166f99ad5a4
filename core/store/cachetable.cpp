#include "core/store/cachetable.h"

#include <QFile>

#include <vector>

namespace sluice {

using Outcome = CacheTable::Outcome;

namespace {

constexpr int SchemaVersion = 1;
constexpr qint64 RowOverhead = 160; ///< key, columns and the rows of three indexes

qint64 stored(WallTime time)
{
    return time.time_since_epoch().count();
}

}

std::unique_ptr<CacheTable> CacheTable::open(const QString& file, Outcome& outcome)
{
    // Made by SQLite, everybody could read it.
    if (file != InMemory)
        QFile(file).open(QIODevice::ReadWrite | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    std::unique_ptr<CacheTable> table(new CacheTable);
    outcome = table->outcomeOf(table->m_database.open(file, Database::Access::Create));
    if (outcome == Outcome::Done)
        outcome = table->setUp();
    return outcome == Outcome::Done ? std::move(table) : nullptr;
}

Outcome CacheTable::setUp()
{
    // The order matters: auto_vacuum only before the first page is written. What a power failure may take is only a cache.
    const Result<void> chosen = m_database.run("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
                                               "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 1048576;");
    const Result<qint64> version = chosen ? m_database.number("PRAGMA user_version") : std::unexpected(chosen.error());
    if (!version)
        return outcomeOf(std::unexpected(version.error()));
    if (*version == SchemaVersion)
        return Outcome::Done;
    if (*version != 0)
        return Outcome::Damaged; // another version's: it knows how to make it again
    return outcomeOf(m_database.atomically([this] {
        return m_database.run(
            "CREATE TABLE IF NOT EXISTS answers (key BLOB NOT NULL UNIQUE, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
            " created INTEGER NOT NULL, used INTEGER NOT NULL, answer BLOB NOT NULL);"
            "CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used, bytes);" // covers shrinkTo() and measure()
            "CREATE INDEX IF NOT EXISTS answers_by_age ON answers (created);"
            "PRAGMA user_version = 1;");
    }));
}

Outcome CacheTable::outcomeOf(const Result<void>& result) const
{
    if (result)
        return Outcome::Done;
    // Our statements are right: one that is not understood has met a schema that is not ours.
    const StorageFault fault = m_database.fault();
    return fault == StorageFault::Damaged || fault == StorageFault::Other ? Outcome::Damaged : Outcome::Failed;
}

Outcome CacheTable::read(const QByteArray& key, Row& row)
{
    Statement statement = m_database.prepare("SELECT answer, size, created FROM answers WHERE key = ?");
    const Result<bool> found = statement.bind(key).step();
    if (!found)
        return outcomeOf(std::unexpected(found.error()));
    if (!*found)
        return Outcome::Missing;
    row = {.answer = statement.bytes(0),
        .size = statement.integer(1),
        .createdAt = WallTime(std::chrono::milliseconds(statement.integer(2)))};
    return Outcome::Done;
}

// In one transaction: each would be a commit of its own.
Outcome CacheTable::touch(const std::map<QByteArray, WallTime>& uses)
{
    return outcomeOf(m_database.atomically([&]() -> Result<void> {
        for (const auto& [key, time] : uses) {
            const Result<void> touched =
                m_database.prepare("UPDATE answers SET used = ? WHERE key = ?").bind(stored(time), key).run();
            if (!touched)
                return touched;
        }
        return {};
    }));
}

Outcome CacheTable::put(const QByteArray& key, const Row& row)
{
    const qint64 createdAt = stored(row.createdAt);
    return outcomeOf(m_database
            .prepare("INSERT OR REPLACE INTO answers (key, bytes, size, created, used, answer)"
                     " VALUES (?, ?, ?, ?, ?, ?)")
            .bind(key, rowBytes(row.answer), row.size, createdAt, createdAt, row.answer)
            .run());
}

Outcome CacheTable::remove(const QByteArray& key)
{
    return outcomeOf(m_database.prepare("DELETE FROM answers WHERE key = ?").bind(key).run());
}

Outcome CacheTable::removeCreatedBefore(WallTime time)
{
    return outcomeOf(m_database.prepare("DELETE FROM answers WHERE created < ?").bind(stored(time)).run());
}

Outcome CacheTable::shrinkTo(qint64 maxBytes)
{
    return outcomeOf(m_database.atomically([&]() -> Result<void> {
        const Result<qint64> bytes = m_database.number("SELECT coalesce(sum(bytes), 0) FROM answers");
        if (!bytes)
            return std::unexpected(bytes.error());
        qint64 excess = *bytes - maxBytes;
        std::vector<qint64> rows;
        for (Statement oldest = m_database.prepare("SELECT rowid, bytes FROM answers ORDER BY used, rowid"); excess > 0;) {
            const Result<bool> row = oldest.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            rows.push_back(oldest.integer(0));
            excess -= oldest.integer(1);
        }
        for (const qint64 row : rows) {
            const Result<void> removed = m_database.prepare("DELETE FROM answers WHERE rowid = ?").bind(row).run();
            if (!removed)
                return removed;
        }
        return {};
    }));
}

Outcome CacheTable::clear()
{
    return outcomeOf(m_database.run("DELETE FROM answers"));
}

Outcome CacheTable::measure(Volume& volume)
{
    Statement statement = m_database.prepare("SELECT count(*), coalesce(sum(bytes), 0) FROM answers");
    const Result<bool> row = statement.step();
    if (!row)
        return outcomeOf(std::unexpected(row.error()));
    volume = {.entries = statement.integer(0), .bytes = statement.integer(1)};
    return Outcome::Done;
}

Outcome CacheTable::vacuum()
{
    return outcomeOf(m_database.run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);"));
}

qint64 CacheTable::rowBytes(const QByteArray& answer)
{
    return answer.size() + RowOverhead;
}

}
