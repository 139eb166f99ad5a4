#include "core/store/statement.h"

#include "core/store/database.h"
#include "core/store/storedtext.h"

#include <sqlite3.h>
#include <utility>

namespace sluice {

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database)
    , m_handle(std::exchange(other.m_handle, nullptr))
    , m_error(std::move(other.m_error))
{ }

Statement::~Statement()
{
    if (!m_handle)
        return;
    sqlite3_reset(m_handle);
    sqlite3_clear_bindings(m_handle);
    // Two uses of one text at a time: the second one is not kept.
    if (!m_database->m_idle.try_emplace(sqlite3_sql(m_handle), m_handle).second)
        sqlite3_finalize(m_handle);
}

Result<bool> Statement::step()
{
    if (m_error)
        return std::unexpected(*m_error);
    const int code = sqlite3_step(m_handle);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return std::unexpected(m_database->failure(code));
}

Result<void> Statement::run()
{
    for (;;) {
        const Result<bool> row = step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return {};
    }
}

void Statement::restart()
{
    if (m_handle)
        sqlite3_reset(m_handle);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_handle, column);
}

QString Statement::text(int column) const
{
    return fromStored(view(column));
}

QByteArray Statement::bytes(int column) const
{
    return view(column).toByteArray();
}

QByteArrayView Statement::view(int column) const
{
    const void* data = sqlite3_column_blob(m_handle, column); // before the size: it may convert
    return {static_cast<const char*>(data), sqlite3_column_bytes(m_handle, column)};
}

void Statement::bindValue(int place, const Statement& from, int column)
{
    if (m_handle)
        sqlite3_bind_value(m_handle, place, sqlite3_column_value(from.m_handle, column));
}

int Statement::columns() const
{
    return m_handle ? sqlite3_column_count(m_handle) : 0;
}

// A value that cannot be bound (larger than SQLite's limit of 1 GB) stays NULL, which NOT NULL columns refuse when it is run.

void Statement::bindOne(int place, qint64 value)
{
    if (m_handle)
        sqlite3_bind_int64(m_handle, place, value);
}

void Statement::bindOne(int place, QStringView text)
{
    bindOne(place, QUtf8StringView(toStored(text)));
}

void Statement::bindOne(int place, QUtf8StringView text)
{
    const char* data = text.isNull() ? "" : text.data(); // a null pointer would be NULL
    if (m_handle)
        sqlite3_bind_text64(m_handle, place, data, sqlite3_uint64(text.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bindOne(int place, const QByteArray& bytes)
{
    if (m_handle)
        sqlite3_bind_blob64(m_handle, place, bytes.constData(), sqlite3_uint64(bytes.size()), SQLITE_TRANSIENT);
}

void Statement::bindOne(int place, std::nullptr_t)
{
    if (m_handle)
        sqlite3_bind_null(m_handle, place);
}

}
