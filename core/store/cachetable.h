#pragma once

#include "core/store/database.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <map>
#include <memory>

namespace sluice {

/// The time of day, for what outlives the program.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// The table of the response cache in its SQLite file: packed answers by key. Knows no policy. Any one thread.
class CacheTable
{
public:
    static constexpr QStringView InMemory = u":memory:"; ///< SQLite's word for no file

    enum class Outcome {
        Done,
        Missing, ///< no such row
        Damaged, ///< this is no database of ours
        Failed, ///< full, locked, not to be written; the next try may succeed
    };

    struct Row
    {
        QByteArray answer; ///< packed
        qint64 size = 0; ///< unpacked
        WallTime createdAt;
    };

    struct Volume
    {
        qint64 entries = 0;
        qint64 bytes = 0; ///< of rows, about what they take of the file
    };

    Q_DISABLE_COPY_MOVE(CacheTable)
    ~CacheTable() = default;

    /// Opens \a file, made when it is missing, readable by its owner only. Null with the reason in \a outcome.
    static std::unique_ptr<CacheTable> open(const QString& file, Outcome& outcome);

    Outcome read(const QByteArray& key, Row& row);
    Outcome touch(const std::map<QByteArray, WallTime>& uses);
    Outcome put(const QByteArray& key, const Row& row);
    Outcome remove(const QByteArray& key);
    Outcome removeCreatedBefore(WallTime time);
    /// Removes rows until they take \a maxBytes at most, the longest unused first.
    Outcome shrinkTo(qint64 maxBytes);
    Outcome clear();
    Outcome measure(Volume& volume);
    /// Gives the space of removed rows back to the file system.
    Outcome vacuum();

    /// What a row with so many bytes of \a answer counts.
    static qint64 rowBytes(const QByteArray& answer);

private:
    CacheTable() = default;

    Outcome setUp();
    Outcome outcomeOf(const Result<void>& result) const;

    Database m_database;
};

}
