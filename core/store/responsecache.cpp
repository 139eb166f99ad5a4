#include "core/store/responsecache.h"

#include "core/base/logging.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <zlib.h>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxUnpackedBytes = 64 * 1024 * 1024; ///< more than any recorder keeps: such a row is damaged
constexpr int PackLevel = 6;

/// Empty when it cannot be done.
QByteArray pack(const QByteArray& bytes)
{
    auto size = compressBound(uLong(bytes.size()));
    QByteArray packed(qsizetype(size), Qt::Uninitialized);
    const int code = compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.constData()),
        uLong(bytes.size()), PackLevel);
    packed.truncate(code == Z_OK ? qsizetype(size) : 0);
    return packed;
}

/// Empty when \a packed is damaged: zlib has a checksum of its own.
QByteArray unpack(const QByteArray& packed, qint64 size)
{
    if (size <= 0 || size > MaxUnpackedBytes)
        return {};
    auto unpacked = uLong(size);
    QByteArray bytes(size, Qt::Uninitialized);
    const int code = uncompress(reinterpret_cast<Bytef*>(bytes.data()), &unpacked,
        reinterpret_cast<const Bytef*>(packed.constData()), uLong(packed.size()));
    return code == Z_OK && qint64(unpacked) == size ? bytes : QByteArray();
}

}

ResponseCache::ResponseCache(const QString& file, const CacheLimits& limits)
    : m_file(file)
    , m_limits(limits)
{ }

ResponseCache::~ResponseCache()
{
    writeUses();
}

std::optional<RecordedAnswer> ResponseCache::find(const QByteArray& key, WallTime now)
{
    ++m_stats.misses; // until it is known better
    CacheTable::Row row;
    if (!table() || !isDone(m_table->read(key, row)))
        return std::nullopt;
    const bool isYoung = row.createdAt >= now - m_limits.maxAge;
    // The key stands in front of the answer: a damaged index leads to another row.
    const QByteArray bytes = isYoung ? unpack(row.answer, row.size) : QByteArray();
    std::optional<RecordedAnswer> answer;
    if (bytes.startsWith(key))
        answer = RecordedAnswer::fromBytes(QByteArrayView(bytes).sliced(key.size()));
    if (!answer) {
        (void)isDone(m_table->remove(key)); // a row that stays is a miss again
        measure();
        return std::nullopt;
    }
    m_uses.insert_or_assign(key, now);
    --m_stats.misses;
    ++m_stats.hits;
    return answer;
}

void ResponseCache::writeUses()
{
    if (!m_uses.empty() && table())
        (void)isDone(m_table->touch(m_uses)); // where it cannot be written, an answer goes sooner than it should
    m_uses.clear();
}

void ResponseCache::store(const QByteArray& key, const RecordedAnswer& answer, WallTime now)
{
    const QByteArray bytes = key + answer.toBytes();
    const CacheTable::Row row {.answer = pack(bytes), .size = bytes.size(), .createdAt = now};
    writeUses();
    const qint64 cost = CacheTable::rowBytes(row.answer);
    if (row.answer.isEmpty() || cost > m_limits.maxBytes)
        return;
    bool isStored = table() && isDone(m_table->put(key, row));
    if (!isStored && !m_table) // damage came to light: into the new file
        isStored = table() && isDone(m_table->put(key, row));
    if (isStored)
        ++m_stats.stored;
    trim(now);
}

void ResponseCache::clear()
{
    m_uses.clear();
    if (table() && isDone(m_table->clear()))
        (void)isDone(m_table->vacuum()); // the space comes back later
    measure();
}

void ResponseCache::setLimits(const CacheLimits& limits, WallTime now)
{
    m_limits = limits;
    trim(now);
    if (table())
        (void)isDone(m_table->vacuum());
}

void ResponseCache::trim(WallTime now)
{
    if (table() && isDone(m_table->removeCreatedBefore(now - m_limits.maxAge)))
        (void)isDone(m_table->shrinkTo(m_limits.maxBytes)); // the next store tries again
    measure();
}

void ResponseCache::measure()
{
    CacheTable::Volume volume;
    if (m_table)
        (void)isDone(m_table->measure(volume));
    m_stats.entries = volume.entries;
    m_stats.bytes = volume.bytes;
}

// Null when there is none to be had now.
CacheTable* ResponseCache::table()
{
    if (m_table)
        return m_table.get();
    if (m_file != InMemory)
        QDir().mkpath(QFileInfo(m_file).path());
    Outcome outcome = Outcome::Done;
    m_table = CacheTable::open(m_file, outcome);
    if (outcome == Outcome::Damaged) {
        setAside();
        m_table = CacheTable::open(m_file, outcome);
    }
    return m_table.get();
}

bool ResponseCache::isDone(Outcome outcome)
{
    if (outcome == Outcome::Damaged)
        setAside();
    return outcome == Outcome::Done;
}

void ResponseCache::setAside()
{
    qCWarning(
        lcStore, "The response cache was damaged. It is kept as %ls.damaged, and a new one is begun.", qUtf16Printable(m_file));
    m_table.reset();
    const QString aside = m_file + ".damaged"_L1;
    QFile::remove(aside);
    if (!QFile::rename(m_file, aside))
        QFile::remove(m_file);
    // They belong to the file by its name, and would be taken for the new one's.
    QFile::remove(m_file + "-wal"_L1);
    QFile::remove(m_file + "-shm"_L1);
}

}
