#include "core/store/historyrecovery.h"

#include "core/base/logging.h"
#include "core/store/database.h"
#include "core/store/historysalvage.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <string>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ChunkRows = 4096; // between two looks at the clock, and a transaction
constexpr int MostGaps = 100; // of a chunk; more of them are left to the search through the pages
constexpr qint64 LeastRowBytes = 16; // of a table that is large: bounds how many rows a file can hold

class Recovery
{
public:
    Recovery(Database& damaged, Database& fresh, TimePoint deadline, const std::function<bool()>& isEnding, qint64 fileSize)
        : m_damaged(damaged)
        , m_fresh(fresh)
        , m_deadline(deadline)
        , m_isEnding(isEnding)
        , m_mostRows(fileSize / LeastRowBytes)
    { }

    /// The rows of \a table, whose integer key is \a key, from the highest one down.
    bool has(const std::string& table) { return !commonColumns(table).empty(); }
    void copyTable(const std::string& table, const std::string& key);
    /// One without such a key: up to the first place that cannot be read, from both ends.
    void copyEnds(const std::string& table);

    bool isOver()
    {
        if (m_isEnding && m_isEnding())
            m_wasEnded = true;
        return m_wasEnded || m_writeFailure || steadyClock().now() >= m_deadline;
    }
    bool wasEnded() const { return m_wasEnded; }
    bool hasGap() const { return m_hasGap; } ///< something could not be read
    Result<void> writeFailure() const { return m_writeFailure ? Result<void>(std::unexpected(*m_writeFailure)) : Result<void>(); }

private:
    enum class Order { Up, Down };
    struct Copy
    {
        std::string select; ///< without its order
        std::string insert;
        std::string key;
    };

    std::string commonColumns(const std::string& table);
    qint64 highest(const std::string& table, const std::string& key);
    void copyRange(const Copy& copy, qint64 from, qint64 to);
    /// True = it got to the end; \a last is the key of the last row that was copied.
    bool run(const Copy& copy, qint64 from, qint64 to, Order order, std::optional<qint64>& last);

    Database& m_damaged;
    Database& m_fresh;
    const TimePoint m_deadline;
    const std::function<bool()>& m_isEnding;
    const qint64 m_mostRows;
    int m_gaps = 0; ///< of the chunk
    bool m_hasGap = false;
    bool m_wasEnded = false;
    std::optional<Error> m_writeFailure;
};

/// A file of an older version lacks some; the others get their defaults.
std::string Recovery::commonColumns(const std::string& table)
{
    const std::string sql = "SELECT name FROM pragma_table_info('" + table + "')";
    const auto names = [&sql](Database& database) {
        QStringList all;
        Statement statement = database.prepare(sql.c_str());
        for (Result<bool> row = statement.step(); row && *row; row = statement.step())
            all.append(statement.text(0));
        return all;
    };
    const QStringList old = names(m_damaged);
    QStringList common = names(m_fresh);
    common.removeIf([&old](const QString& name) { return !old.contains(name); });
    return common.join(u',').toStdString();
}

qint64 Recovery::highest(const std::string& table, const std::string& key)
{
    // The end itself may be what cannot be read; then SQLite's own count says where it was.
    for (const std::string& sql : {"SELECT " + key + " FROM " + table + " ORDER BY " + key + " DESC LIMIT 1",
             "SELECT seq FROM sqlite_sequence WHERE name = '" + table + "'"}) {
        if (const Result<qint64> found = m_damaged.number(sql.c_str()); found && *found > 0)
            return *found;
    }
    return m_mostRows;
}

bool Recovery::run(const Copy& copy, qint64 from, qint64 to, Order order, std::optional<qint64>& last)
{
    Statement select =
        m_damaged.prepare((copy.select + " ORDER BY " + copy.key + (order == Order::Up ? " ASC" : " DESC")).c_str());
    Statement insert = m_fresh.prepare(copy.insert.c_str());
    select.bind(from, to);
    Result<bool> row = select.step();
    for (; row && *row; row = select.step()) {
        insert.restart();
        for (int i = 1; i < select.columns(); ++i)
            insert.bindValue(i, select, i);
        if (const Result<void> written = insert.run(); !written && m_fresh.fault() != StorageFault::Other) {
            m_writeFailure = written.error();
            return false;
        }
        last = select.integer(0);
    }
    m_hasGap |= !row;
    m_gaps += row ? 0 : 1;
    return row.has_value();
}

void Recovery::copyRange(const Copy& copy, qint64 from, qint64 to)
{
    if (from > to || m_gaps > MostGaps || isOver())
        return;
    std::optional<qint64> last;
    if (run(copy, from, to, Order::Up, last))
        return;
    from = last ? *last + 1 : from;
    last.reset();
    if (from > to || m_writeFailure || run(copy, from, to, Order::Down, last))
        return;
    to = last ? *last - 1 : to;
    if (from >= to)
        return; // this is the row that cannot be read
    const qint64 middle = from + (to - from) / 2;
    copyRange(copy, middle + 1, to);
    copyRange(copy, from, middle);
}

void Recovery::copyTable(const std::string& table, const std::string& key)
{
    const std::string columns = commonColumns(table);
    m_hasGap |= columns.empty();
    if (columns.empty())
        return;
    std::string places = "?";
    for (qsizetype i = 0; i < std::ranges::count(columns, ','); ++i)
        places += ",?";
    const Copy copy {.select = "SELECT " + key + "," + columns + " FROM " + table + " WHERE " + key + " BETWEEN ?1 AND ?2",
        .insert = "INSERT OR IGNORE INTO " + table + "(" + columns + ") VALUES(" + places + ")",
        .key = key};
    for (qint64 to = highest(table, key); to > 0 && !isOver(); to -= ChunkRows) {
        m_gaps = 0;
        const Result<void> done = m_fresh.atomically([&]() -> Result<void> {
            copyRange(copy, std::max<qint64>(0, to - ChunkRows + 1), to);
            return writeFailure(); // SQLite may have rolled back by itself: then there is nothing to commit
        });
        if (!done)
            m_writeFailure = done.error();
    }
}

void Recovery::copyEnds(const std::string& table)
{
    const std::string columns = commonColumns(table);
    if (columns.empty())
        return;
    std::string places = "?";
    for (qsizetype i = 0; i < std::ranges::count(columns, ','); ++i)
        places += ",?";
    const Copy copy {.select = "SELECT 0," + columns + " FROM " + table + " WHERE conversation BETWEEN ?1 AND ?2",
        .insert = "INSERT OR IGNORE INTO " + table + "(" + columns + ") VALUES(" + places + ")",
        .key = "conversation"};
    std::optional<qint64> last;
    const qint64 all = std::numeric_limits<qint64>::max();
    const Result<void> done = m_fresh.atomically([&]() -> Result<void> {
        if (!run(copy, 0, all, Order::Up, last))
            run(copy, 0, all, Order::Down, last);
        return writeFailure();
    });
    if (!done)
        m_writeFailure = done.error();
}

Result<void> completeHalves(Database& fresh)
{
    const QByteArray title = QCoreApplication::translate("HistoryDatabase", "Recovered conversation").toUtf8();
    Result<void> done =
        fresh
            .prepare("INSERT INTO conversations(n, id, title, recency, created)"
                     " SELECT conversation, lower(hex(randomblob(16))), ?1, -coalesce(max(created), 0), coalesce(min(created), 0)"
                     " FROM (SELECT conversation, created FROM messages UNION ALL SELECT conversation, NULL FROM journal)"
                     " WHERE conversation NOT IN (SELECT n FROM conversations) GROUP BY conversation")
            .bind(QUtf8StringView(title))
            .run();
    if (done)
        done = fresh.run("INSERT OR IGNORE INTO titles_to_index SELECT n FROM conversations;"
                         "UPDATE conversations SET message_count = max("
                         "coalesce((SELECT max(id) + 1 FROM messages WHERE conversation = conversations.n), 0),"
                         "coalesce((SELECT max(message) + 1 FROM journal WHERE conversation = conversations.n), 0))");
    // Messages without the pieces that were not read become whole as far as they are; the pieces' own message was lost.
    if (done)
        done = fresh.run(
            "INSERT OR IGNORE INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason,"
            " server_stop) SELECT DISTINCT conversation, message, message - 1, 'assistant', 'streaming', '', '', '', '', 0"
            " FROM journal");
    // A file without its message must not go to the next one that gets its id.
    if (done)
        done = fresh.run("DELETE FROM attachments WHERE message <> -1 AND NOT EXISTS (SELECT 1 FROM messages"
                         " WHERE messages.conversation = attachments.conversation AND messages.id = attachments.message);"
                         "DELETE FROM attachments WHERE conversation NOT IN (SELECT n FROM conversations);"
                         "DELETE FROM timelines WHERE NOT EXISTS (SELECT 1 FROM messages"
                         " WHERE messages.conversation = timelines.conversation AND messages.id = timelines.message)");
    return done;
}

}

Result<bool> recoverHistory(const QString& file, Database& fresh, Millis time, const std::function<bool()>& isEnding)
{
    Database damaged;
    Recovery recovery(damaged, fresh, steadyClock().now() + time, isEnding, QFileInfo(file).size());
    const bool isOpen = damaged.open(file, Database::Access::Salvage).has_value();
    if (isOpen) {
        recovery.copyTable("conversations", "n");
        recovery.copyTable("places", "conversation");
        recovery.copyEnds("choices");
        recovery.copyTable("journal", "n");
        recovery.copyTable("messages", "n");
        recovery.copyTable("attachments", "n");
        if (recovery.has("timelines")) // a file of the first version has none
            recovery.copyTable("timelines", "n");
    }
    Result<void> done;
    if (!isOpen || recovery.hasGap())
        done = salvagePages(file, fresh, [&recovery] { return recovery.isOver(); });
    const bool isAll = !recovery.isOver();
    if (recovery.wasEnded())
        return std::unexpected(fresh.failure(StorageFault::Interrupted));
    if (const Result<void> written = recovery.writeFailure(); !written)
        return std::unexpected(written.error());
    if (done)
        done = fresh.atomically([&] { return completeHalves(fresh); });
    return done ? Result<bool>(isAll) : std::unexpected(done.error());
}

}
