#pragma once

#include "core/chat/recordedanswer.h"
#include "core/store/cachetable.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <optional>

namespace sluice {

/// Bounds of the response cache.
struct CacheLimits
{
    qint64 maxBytes = 64 * 1024 * 1024; ///< of packed answers; the file is a little larger
    std::chrono::days maxAge {30};

    bool operator==(const CacheLimits&) const = default;
};

struct CacheStats
{
    qint64 hits = 0; ///< the first three since the program started
    qint64 misses = 0;
    qint64 stored = 0;
    qint64 entries = 0;
    qint64 bytes = 0;

    bool operator==(const CacheStats&) const = default;
};

/// Whole answers by the key of what determines them (cacheKey()), packed, in an SQLite file of their own. What has been unused
/// for longest goes first when there are too many bytes, and what is too old goes at all events.
///
/// A cache never fails its user: what cannot be read is a miss, what cannot be written is not kept, a row that is damaged is
/// dropped, and a damaged file is set aside as FILE.damaged and begun anew. Blocks on the disk; any one thread; time of day is an
/// argument. Several programs may share the file.
class ResponseCache
{
public:
    /// The file name of a cache that lives no longer than its object.
    static constexpr QStringView InMemory = CacheTable::InMemory;

    /// \a file is opened, and its folder made, at the first use.
    explicit ResponseCache(const QString& file, const CacheLimits& limits = {});
    ~ResponseCache();
    Q_DISABLE_COPY_MOVE(ResponseCache)

    /// Only reads. That the answer was used is written by writeUses(), which may have to wait for the disk.
    std::optional<RecordedAnswer> find(const QByteArray& key, WallTime now);
    void writeUses(); ///< store() and the destructor do it too
    /// Replaces what is stored for \a key. An answer that alone is larger than all may be is not kept.
    void store(const QByteArray& key, const RecordedAnswer& answer, WallTime now);
    void clear();
    /// Applies them at once.
    void setLimits(const CacheLimits& limits, WallTime now);

    CacheStats stats() const { return m_stats; }

private:
    using Outcome = CacheTable::Outcome;

    CacheTable* table();
    bool isDone(Outcome outcome);
    void setAside();
    void trim(WallTime now);
    void measure();

    const QString m_file;
    CacheLimits m_limits;
    std::unique_ptr<CacheTable> m_table;
    std::map<QByteArray, WallTime> m_uses; ///< not written yet
    CacheStats m_stats;
};

}
