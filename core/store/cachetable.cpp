#include "core/store/cachetable.h"

#include "core/base/logging.h"

#include <QFile>

#include <vector>

#include <sqlite3.h>

namespace sluice {

using Outcome = CacheTable::Outcome;

namespace {

constexpr int SchemaVersion = 1;
constexpr int BusyTimeoutMs = 1000; ///< another Sluice may be writing
constexpr qint64 RowOverhead = 160; ///< key, columns and the rows of three indexes

Outcome outcomeOf(int code)
{
    switch (code & 0xFF) { // the rest is detail
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return Outcome::Done;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: // our statements are right, so it is the schema that is not ours
        return Outcome::Damaged;
    default:
        return Outcome::Failed;
    }
}

/// One statement, for one use.
class Statement
{
public:
    Statement(sqlite3* database, const char* sql) { m_code = sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr); }
    ~Statement() { sqlite3_finalize(m_statement); }
    Q_DISABLE_COPY_MOVE(Statement)

    /// Binds the next parameter. Bytes must stay until the last step.
    Statement& bind(qint64 value)
    {
        note(sqlite3_bind_int64(m_statement, ++m_bound, value));
        return *this;
    }
    Statement& bind(const QByteArray& bytes)
    {
        note(sqlite3_bind_blob64(m_statement, ++m_bound, bytes.constData(), sqlite3_uint64(bytes.size()), SQLITE_STATIC));
        return *this;
    }
    Statement& bind(WallTime time) { return bind(qint64(time.time_since_epoch().count())); }

    bool hasRow()
    {
        if (m_code == SQLITE_OK || m_code == SQLITE_ROW)
            m_code = sqlite3_step(m_statement);
        return m_code == SQLITE_ROW;
    }
    Outcome finish()
    {
        while (hasRow()) { }
        return outcome();
    }
    Outcome outcome() const { return outcomeOf(m_code); }

    qint64 number(int column) const { return sqlite3_column_int64(m_statement, column); }
    WallTime time(int column) const { return WallTime(std::chrono::milliseconds(number(column))); }
    QByteArray bytes(int column) const
    {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        return QByteArray(data, sqlite3_column_bytes(m_statement, column));
    }

private:
    void note(int code)
    {
        if (m_code == SQLITE_OK)
            m_code = code;
    }

    sqlite3_stmt* m_statement = nullptr;
    int m_code = SQLITE_OK;
    int m_bound = 0;
};

}

CacheTable::~CacheTable()
{
    sqlite3_close(m_database);
}

std::unique_ptr<CacheTable> CacheTable::open(const QString& file, Outcome& outcome)
{
    // Made by SQLite, everybody could read it.
    QFile(file).open(QIODevice::ReadWrite | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(
        file.toUtf8().constData(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<CacheTable> table(new CacheTable(database)); // to be closed in either case
    outcome = outcomeOf(code);
    if (outcome == Outcome::Done)
        outcome = table->setUp();
    if (outcome != Outcome::Done) {
        qCDebug(lcStore, "The response cache cannot be opened: SQLite error %d.", sqlite3_extended_errcode(database));
        return nullptr;
    }
    return table;
}

Outcome CacheTable::setUp()
{
    sqlite3_busy_timeout(m_database, BusyTimeoutMs);
    // The order matters: auto_vacuum only before the first page is written. What a power failure may take is only a cache.
    Outcome outcome = run("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                          "PRAGMA journal_size_limit = 1048576; PRAGMA trusted_schema = OFF;");
    if (outcome != Outcome::Done)
        return outcome;
    qint64 version = 0;
    {
        Statement statement(m_database, "PRAGMA user_version");
        if (statement.hasRow())
            version = statement.number(0);
        if (statement.outcome() != Outcome::Done)
            return statement.outcome();
    }
    if (version == SchemaVersion)
        return Outcome::Done;
    if (version != 0)
        return Outcome::Damaged; // another version's: it knows how to make it again
    return run("BEGIN IMMEDIATE;"
               "CREATE TABLE IF NOT EXISTS answers (key BLOB NOT NULL UNIQUE, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
               " created INTEGER NOT NULL, used INTEGER NOT NULL, answer BLOB NOT NULL);"
               "CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used, bytes);" // covers shrinkTo() and measure()
               "CREATE INDEX IF NOT EXISTS answers_by_age ON answers (created);"
               "PRAGMA user_version = 1;"
               "COMMIT;");
}

Outcome CacheTable::run(const char* sql)
{
    return outcomeOf(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr));
}

Outcome CacheTable::read(const QByteArray& key, Row& row)
{
    Statement statement(m_database, "SELECT answer, size, created FROM answers WHERE key = ?");
    if (!statement.bind(key).hasRow())
        return statement.outcome() == Outcome::Done ? Outcome::Missing : statement.outcome();
    row = {.answer = statement.bytes(0), .size = statement.number(1), .createdAt = statement.time(2)};
    return Outcome::Done;
}

// One by one, each would be a commit of its own.
Outcome CacheTable::inTransaction(const std::function<Outcome()>& change)
{
    Outcome outcome = run("BEGIN IMMEDIATE");
    if (outcome != Outcome::Done)
        return outcome;
    outcome = change();
    if (outcome == Outcome::Done)
        outcome = run("COMMIT");
    if (outcome != Outcome::Done)
        (void)run("ROLLBACK"); // the first failure counts; some have rolled back already
    return outcome;
}

Outcome CacheTable::touch(const std::map<QByteArray, WallTime>& uses)
{
    return inTransaction([&] {
        for (const auto& [key, time] : uses) {
            const Outcome outcome =
                Statement(m_database, "UPDATE answers SET used = ? WHERE key = ?").bind(time).bind(key).finish();
            if (outcome != Outcome::Done)
                return outcome;
        }
        return Outcome::Done;
    });
}

Outcome CacheTable::clear()
{
    return run("DELETE FROM answers");
}

Outcome CacheTable::put(const QByteArray& key, const Row& row)
{
    return Statement(
        m_database, "INSERT OR REPLACE INTO answers (key, bytes, size, created, used, answer) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(key)
        .bind(rowBytes(row.answer))
        .bind(row.size)
        .bind(row.createdAt)
        .bind(row.createdAt)
        .bind(row.answer)
        .finish();
}

Outcome CacheTable::remove(const QByteArray& key)
{
    return Statement(m_database, "DELETE FROM answers WHERE key = ?").bind(key).finish();
}

Outcome CacheTable::removeCreatedBefore(WallTime time)
{
    return Statement(m_database, "DELETE FROM answers WHERE created < ?").bind(time).finish();
}

Outcome CacheTable::shrinkTo(qint64 maxBytes)
{
    Volume volume;
    if (const Outcome outcome = measure(volume); outcome != Outcome::Done || volume.bytes <= maxBytes)
        return outcome;
    qint64 excess = volume.bytes - maxBytes;
    std::vector<qint64> rows;
    {
        Statement oldest(m_database, "SELECT rowid, bytes FROM answers ORDER BY used, rowid");
        while (excess > 0 && oldest.hasRow()) {
            rows.push_back(oldest.number(0));
            excess -= oldest.number(1);
        }
        if (oldest.outcome() != Outcome::Done)
            return oldest.outcome();
    }
    return inTransaction([&] {
        for (const qint64 row : rows) {
            const Outcome outcome = Statement(m_database, "DELETE FROM answers WHERE rowid = ?").bind(row).finish();
            if (outcome != Outcome::Done)
                return outcome;
        }
        return Outcome::Done;
    });
}

Outcome CacheTable::measure(Volume& volume)
{
    Statement statement(m_database, "SELECT count(*), coalesce(sum(bytes), 0) FROM answers");
    if (statement.hasRow())
        volume = {.entries = statement.number(0), .bytes = statement.number(1)};
    return statement.outcome();
}

Outcome CacheTable::vacuum()
{
    return run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);");
}

qint64 CacheTable::rowBytes(const QByteArray& answer)
{
    return answer.size() + RowOverhead;
}

}
