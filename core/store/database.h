#pragma once

#include "core/base/result.h"
#include "core/store/statement.h"
#include "core/store/storagefault.h"

#include <QString>

#include <functional>
#include <string>
#include <unordered_map>

struct sqlite3;

namespace sluice {

/// One connection to an SQLite file, thinly wrapped. Used by one thread at a time; statements must be gone before it is.
class Database final
{
public:
    enum class Access {
        Create, ///< read and write; made when it is missing
        Write,
        Read, ///< also where not even the files beside it can be made, as long as nobody writes there
        Salvage, ///< read what a damaged file still has
    };

    Database() = default;
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    Result<void> open(const QString& file, Access access);
    void close();
    bool isOpen() const { return m_handle != nullptr; }

    /// The statement \a sql, kept from its last use where there was one. An error shows when it is run. \a sql is a literal.
    Statement prepare(const char* sql);
    /// Runs all statements of \a sql.
    Result<void> run(const char* sql);
    /// The first column of the first row.
    Result<qint64> number(const char* sql);

    bool isInTransaction() const;
    /// Runs \a change in a transaction, or in the one that is open. When it fails, all of that is undone.
    Result<void> atomically(const std::function<Result<void>()>& change);

    qint64 lastInsertedRow() const;
    qint64 changedRows() const;

    /// What the last call that failed ran into.
    StorageFault fault() const { return m_fault; }
    void clearFault() { m_fault = StorageFault::None; }
    /// Notes \a code and turns it into words.
    Error failure(int code);
    Error failure(StorageFault fault);

    /// Called now and then while statements run; true stops the one that runs. Empty = never.
    void setStopCondition(std::function<bool()> condition);

private:
    friend class Statement;

    Result<void> openAs(const QByteArray& name, int flags, Access access, const char* vfs = nullptr, const char* setup = "");
    Error openFailure(int code);

    sqlite3* m_handle = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*> m_idle; ///< statements that nobody uses now
    std::function<bool()> m_stopCondition;
    StorageFault m_fault = StorageFault::None;
    StorageFault m_logged = StorageFault::None;
};

}
