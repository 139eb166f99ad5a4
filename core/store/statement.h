#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QUtf8StringView>

#include <cstddef>
#include <optional>

struct sqlite3_stmt;

namespace sluice {

class Database;

/// One use of a prepared statement; goes back to its database when it is destroyed. Bind all parameters, then step.
class Statement final
{
public:
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds \a values to the parameters from the first on, and starts anew when it was stepped before.
    template <typename... Values>
    Statement& bind(const Values&... values)
    {
        restart();
        int place = 0;
        (bindOne(++place, values), ...);
        return *this;
    }

    /// Binds one parameter, counted from 1; without starting anew.
    template <typename Value>
    void bindAt(int place, const Value& value)
    {
        bindOne(place, value);
    }

    /// True when there is a row.
    Result<bool> step();
    /// Steps to the end.
    Result<void> run();

    // Of the row; columns count from 0.
    bool isNull(int column) const;
    qint64 integer(int column) const;
    QString text(int column) const; ///< as toStored() wrote it
    QByteArray bytes(int column) const;
    QByteArrayView view(int column) const; ///< of bytes or text; valid until the next step
    /// Binds the value of \a column of \a from's row as it is.
    void bindValue(int place, const Statement& from, int column);
    void restart();
    int columns() const;

private:
    friend class Database;

    Statement(Database& database, sqlite3_stmt* handle)
        : m_database(&database)
        , m_handle(handle)
    { }
    Statement(Database& database, Error error)
        : m_database(&database)
        , m_error(std::move(error))
    { }

    void bindOne(int place, qint64 value);
    void bindOne(int place, int value) { bindOne(place, qint64(value)); }
    void bindOne(int place, bool value) { bindOne(place, qint64(value)); }
    void bindOne(int place, QStringView text);
    void bindOne(int place, const QString& text) { bindOne(place, QStringView(text)); }
    void bindOne(int place, QUtf8StringView text);
    void bindOne(int place, const QByteArray& bytes); ///< a blob
    void bindOne(int place, std::nullptr_t);
    template <typename Value>
    void bindOne(int place, const std::optional<Value>& value)
    {
        if (value)
            bindOne(place, *value);
        else
            bindOne(place, nullptr);
    }

    Database* m_database;
    sqlite3_stmt* m_handle = nullptr;
    std::optional<Error> m_error;
};

}
