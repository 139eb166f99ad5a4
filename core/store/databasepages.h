#pragma once

#include "core/store/databaselog.h"

#include <QByteArray>
#include <QFile>

#include <functional>
#include <optional>
#include <vector>

namespace sluice {

/// One value of a row as it stands in a file of SQLite's.
struct PageValue
{
    enum class Type { Null, Integer, Real, Text, Blob };

    Type type = Type::Null;
    qint64 integer = 0;
    QByteArray bytes;
};

struct PageRow
{
    qint64 key = 0;
    std::vector<PageValue> values; ///< a key column is Null in here
};

/// Rows of tables in a damaged file, page by page: they are found without the tree above them and without the header. Reads
/// according to SQLite's "Database File Format", trusts nothing, and leaves out what does not fit. A page that is in the log
/// counts as it is there. It does not see to which table a row belongs, and may see rows that were deleted, unless SQLite has
/// overwritten them (secure_delete).
class DatabasePages
{
public:
    explicit DatabasePages(const QString& file);

    qint64 count() const { return m_count; }
    /// The rows on page \a number, from 1; empty when it holds none.
    std::vector<PageRow> rows(qint64 number);

private:
    QByteArray page(qint64 number);
    std::optional<PageRow> row(const QByteArray& page, qsizetype at);
    std::optional<QByteArray> payload(const QByteArray& page, qsizetype at, qint64 size);

    QFile m_file;
    DatabaseLog m_log;
    qint64 m_pageSize = 4096;
    qint64 m_count = 0;
};

}
