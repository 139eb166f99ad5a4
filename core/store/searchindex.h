#pragma once

#include "core/store/database.h"

#include <array>
#include <functional>
#include <set>
#include <span>
#include <string>

namespace sluice {

/// Which messages and titles hold which words: FTS5 tables in a file of their own, which can be thrown away at any time and is
/// then made anew from the history. It knows numbers (the column n of the history's tables), not texts, and not where in a text a
/// word is: that keeps it small, and who asks has to look into the text anyway. What it says is a hint: a text may have changed
/// since.
///
/// The tables are in parts of so many numbers each: FTS5 cannot be stopped while it gathers all words of a beginning, or looks
/// for two words that never meet, and in a part that is soon over.
///
/// Errors of this file never concern the history: whatever fails is undone, and done again later. Same thread as its database.
class SearchIndex final
{
public:
    enum class Table { Messages, Titles };
    static constexpr qint64 NumbersOfAPart = 1 << 17;
    static constexpr qsizetype LongestBeginning = 4; ///< that is found as quickly as a word

    struct Entry
    {
        qint64 n = 0;
        QByteArray text; ///< of searchableText()
    };

    explicit SearchIndex(const QString& file);

    /// Makes it new when it is missing, damaged or of another version.
    bool open(bool isWritable);
    void close() { m_database.close(); }
    bool isOpen() const { return m_database.isOpen(); }

    /// \a entries ascend. One that is there already gets the words it lacks.
    bool add(Table table, std::span<const Entry> entries);
    /// Only what is there; \a entries must be what was added.
    bool remove(Table table, std::span<const Entry> entries);

    /// Some milliseconds of joining what many add() have left apart, which a search would have to look through one by one. True =
    /// there is more.
    bool merge();

    /// When the index was made new, everything below this number still has to be added, from the highest one down.
    qint64 missingBelow(Table table) const { return m_missingBelow[size_t(table)]; }
    /// Adds \a entries, the highest ones that were missing.
    bool addMissing(Table table, std::span<const Entry> entries, qint64 missingBelow);

    /// Calls \a found with numbers from \a from down to the beginning of its part that match \a expression, in that order, until
    /// it says false. False when it could not look.
    bool search(Table table, const QString& expression, qint64 from, const std::function<bool(qint64 n)>& found);
    /// The lowest number of the part of \a n.
    static qint64 partBegin(qint64 n) { return n - n % NumbersOfAPart; }

    /// Why the last search() could not look.
    Error failure() const;

    /// See Database::setStopCondition().
    void setStopCondition(std::function<bool()> condition);

    void checkpoint();

private:
    bool create();
    bool change(const std::function<Result<void>()>& change);
    Result<bool> hasPart(const std::string& name);
    Result<void> writePart(Table table, const char* sql, std::span<const Entry> entries);
    Result<void> write(Table table, const char* sql, std::span<const Entry> entries);
    bool check(const Result<void>& result);

    const QString m_file;
    bool m_isWritable = false;
    Database m_database;
    StorageFault m_fault = StorageFault::None;
    std::set<std::string> m_unmerged; ///< parts that were added to
    std::array<qint64, 2> m_missingBelow {};
};

}
