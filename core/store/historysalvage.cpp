#include "core/store/historysalvage.h"

#include "core/store/database.h"
#include "core/store/databasepages.h"

#include <array>
#include <string_view>

namespace sluice {

namespace {

constexpr qint64 PagesAtOnce = 256; // between two looks at the clock, and a transaction

/// A table is known by how its rows look. k = the key (Null in the row), i = an integer, t = text, b = bytes; capital letters may
/// be Null. These are the columns of the table's first version: a later one only adds some behind them.
struct TableLook
{
    std::string_view columns;
    const char* insert;
};

constexpr std::array Looks {
    TableLook {"kiiittttttiTTTI",
        "INSERT OR IGNORE INTO messages(n, conversation, id, parent, role, state, text, reasoning, model, finish_reason,"
        " server_stop, error, figures, seams, created) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)"},
    TableLook {"kttiiiii",
        "INSERT OR IGNORE INTO conversations(n, id, title, unpinned, recency, created, message_count, fate)"
        " VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
    TableLook {"kiiitbb",
        "INSERT OR IGNORE INTO attachments(n, conversation, message, place, name, mime_type, data) VALUES(?1,?2,?3,?4,?5,?6,?7)"},
    TableLook {"ktbttbi",
        "INSERT OR IGNORE INTO places(conversation, draft, scroll_place, endpoint, model, strategy, uses_cache)"
        " VALUES(?1,?2,?3,?4,?5,?6,?7)"},
    TableLook {"kiib", "INSERT OR IGNORE INTO timelines(n, conversation, message, data) VALUES(?1,?2,?3,?4)"},
    TableLook {"kiitt", "INSERT OR IGNORE INTO journal(n, conversation, message, text, reasoning) VALUES(?1,?2,?3,?4,?5)"},
};

bool fits(char column, const PageValue& value)
{
    using Type = PageValue::Type;
    switch (column) {
    case 'k':
        return value.type == Type::Null;
    case 'i':
        return value.type == Type::Integer;
    case 'I':
        return value.type == Type::Integer || value.type == Type::Null;
    case 't':
        return value.type == Type::Text;
    case 'T':
        return value.type == Type::Text || value.type == Type::Null;
    default:
        return value.type == Type::Blob;
    }
}

const TableLook* lookOf(const PageRow& row)
{
    for (const TableLook& look : Looks) {
        if (row.values.size() >= look.columns.size()
            && std::equal(look.columns.begin(), look.columns.end(), row.values.begin(), fits))
            return &look;
    }
    return nullptr;
}

Result<void> insert(Database& fresh, const TableLook& look, const PageRow& row)
{
    Statement statement = fresh.prepare(look.insert);
    statement.bindAt(1, row.key);
    for (std::size_t i = 1; i < look.columns.size(); ++i) {
        const PageValue& value = row.values[i];
        const int place = int(i) + 1;
        if (value.type == PageValue::Type::Integer)
            statement.bindAt(place, value.integer);
        else if (value.type == PageValue::Type::Text)
            statement.bindAt(place, QUtf8StringView(value.bytes));
        else if (value.type == PageValue::Type::Blob)
            statement.bindAt(place, value.bytes);
    }
    const Result<void> done = statement.run();
    return done || fresh.fault() == StorageFault::Other ? Result<void>() : done;
}

}

Result<void> salvagePages(const QString& file, Database& fresh, const std::function<bool()>& isOver)
{
    DatabasePages pages(file);
    for (qint64 number = 1; number <= pages.count() && !isOver();) {
        const Result<void> done = fresh.atomically([&]() -> Result<void> {
            for (const qint64 end = std::min(number + PagesAtOnce, pages.count() + 1); number < end; ++number) {
                for (const PageRow& row : pages.rows(number)) {
                    const TableLook* look = row.key > 0 ? lookOf(row) : nullptr;
                    const Result<void> inserted = look ? insert(fresh, *look, row) : Result<void>();
                    if (!inserted)
                        return inserted;
                }
            }
            return {};
        });
        if (!done)
            return done;
    }
    return {};
}

}
