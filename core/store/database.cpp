#include "core/store/database.h"

#include "core/base/logging.h"

#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <sqlite3.h>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int BusyTimeoutMs = 1000; // another program reads or saves; our own never wait for each other
constexpr char NoLocks[] = "unix-none"; // SQLite's file system without locks
constexpr int OpsBetweenLooks = 1000; // some tens of microseconds

}

Database::~Database()
{
    close();
}

Result<void> Database::open(const QString& file, Access access)
{
    close();
    m_fault = StorageFault::None;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (access) {
    case Access::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    case Access::Write:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Access::Read:
    case Access::Salvage:
        flags |= SQLITE_OPEN_READONLY;
        break;
    }
    const Result<void> opened = openAs(QFile::encodeName(file), flags, access);
    if (opened || access != Access::Read || !QFileInfo(file).isFile() || !canPass(m_fault) || m_fault == StorageFault::Busy)
        return opened;
    // On a full or read-only disk not even the file of locks can be made. Then nobody writes either, so that it can be read
    // without one. SQLite keeps its map of the log in memory when nobody shares it.
    if (QFileInfo(file + "-wal"_L1).size() == 0) {
        const QByteArray name = QUrl::fromLocalFile(file).toEncoded() + "?immutable=1";
        return openAs(name, flags | SQLITE_OPEN_URI, access);
    }
    return openAs(QFile::encodeName(file), flags, access, NoLocks, "PRAGMA locking_mode = EXCLUSIVE;");
}

Result<void> Database::openAs(const QByteArray& name, int flags, Access access, const char* vfs, const char* setup)
{
    const int code = sqlite3_open_v2(name.constData(), &m_handle, flags, vfs);
    if (code != SQLITE_OK)
        return std::unexpected(openFailure(code));
    sqlite3_busy_timeout(m_handle, BusyTimeoutMs);
    // A hostile or damaged file must not make SQLite do more than read rows.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (access == Access::Salvage) {
        // With a writable schema SQLite reads on although the file is shorter than it should be. Nothing is written.
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
    } else {
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    }
    if (access == Access::Read)
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // SQLite opens the file only now; cells are looked at when a page is read, which finds damage early and costs little.
    const std::string sql = std::string(setup)
        + "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; SELECT * FROM sqlite_schema";
    Result<void> opened = run(sql.c_str());
    if (!opened) {
        const StorageFault fault = m_fault;
        close();
        m_fault = fault;
    }
    return opened;
}

void Database::close()
{
    for (const auto& [sql, statement] : m_idle)
        sqlite3_finalize(statement);
    m_idle.clear();
    sqlite3_close_v2(std::exchange(m_handle, nullptr));
}

Statement Database::prepare(const char* sql)
{
    Q_ASSERT(m_handle);
    if (auto kept = m_idle.extract(std::string(sql)); !kept.empty())
        return {*this, kept.mapped()};
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK)
        return {*this, failure(code)};
    return {*this, handle};
}

Result<void> Database::run(const char* sql)
{
    const int code = sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return std::unexpected(failure(code));
    return {};
}

Result<qint64> Database::number(const char* sql)
{
    Statement statement = prepare(sql);
    const Result<bool> row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? statement.integer(0) : 0;
}

bool Database::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

Result<void> Database::atomically(const std::function<Result<void>()>& change)
{
    if (isInTransaction())
        return change();
    // IMMEDIATE: a reader that begins to write cannot wait for the lock, it can only fail.
    Result<void> result = run("BEGIN IMMEDIATE");
    if (!result)
        return result;
    result = change();
    if (result)
        result = run("COMMIT");
    if (!result && isInTransaction()) { // some failures roll back by themselves
        const StorageFault fault = m_fault;
        (void)run("ROLLBACK"); // the first failure is the one to report
        m_fault = fault;
    }
    return result;
}

qint64 Database::lastInsertedRow() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

qint64 Database::changedRows() const
{
    return sqlite3_changes64(m_handle);
}

Error Database::failure(int code)
{
    const StorageFault fault = storageFault(code);
    // SQLite's own words name tables and columns, never their content. Each failure once: a full disk fails again and again.
    if (fault != StorageFault::Interrupted && fault != std::exchange(m_logged, fault))
        qCInfo(lcStore, "SQLite %d: %s", code, m_handle ? sqlite3_errmsg(m_handle) : sqlite3_errstr(code));
    return failure(fault);
}

Error Database::failure(StorageFault fault)
{
    m_fault = fault;
    return storageError(fault);
}

Error Database::openFailure(int code)
{
    const Error error = failure(code);
    close();
    return error;
}

void Database::setStopCondition(std::function<bool()> condition)
{
    m_stopCondition = std::move(condition);
    const auto look = [](void* own) { return static_cast<Database*>(own)->m_stopCondition() ? 1 : 0; };
    sqlite3_progress_handler(m_handle, m_stopCondition ? OpsBetweenLooks : 0, m_stopCondition ? +look : nullptr, this);
}

}
