#include "core/gateway/followedstream.h"

#include "core/gateway/streamregistry.h"

#include <algorithm>

namespace sluice {

namespace {

// What may wait for a reader in the log; the kernel's buffers hold about as much again.
constexpr qint64 WindowBytes = 256 * 1024;
// The same while all logs together are at their bound.
constexpr qint64 CrowdedWindowBytes = 4 * 1024;

}

FollowedStream::FollowedStream(StreamRegistry& registry, QByteArray id, bool hasEventIds)
    : m_registry(registry)
    , m_id(std::move(id))
    , m_hasEventIds(hasEventIds)
{ }

FollowedStream::~FollowedStream()
{
    m_registry.addLogBytes(-m_log.bytes());
}

std::expected<quint64, int> FollowedStream::positionAfter(QByteArrayView lastEventId) const
{
    if (!lastEventId.isEmpty() && !m_hasEventIds)
        return std::unexpected(400);
    return positionAfter(lastEventId, m_log.firstSequence(), m_log.nextSequence());
}

std::expected<quint64, int> FollowedStream::positionAfter(QByteArrayView lastEventId, quint64 first, quint64 next)
{
    quint64 last = 0;
    if (!lastEventId.isEmpty()) {
        const QByteArray id = lastEventId.toByteArray();
        last = id.toULongLong();
        // The text must be exactly what was sent: "+1" or "01" is no id of this stream.
        if (last == 0 || last >= next || QByteArray::number(last) != id)
            return std::unexpected(400);
    }
    if (last + 1 < first)
        return std::unexpected(410);
    return last + 1;
}

void FollowedStream::attach(StreamReader& reader)
{
    m_readers.push_back(&reader);
    readersCame();
    noteQueue();
    updateReading();
}

void FollowedStream::detach(StreamReader& reader)
{
    std::erase(m_readers, &reader);
    noteQueue();
    if (m_ended || !m_readers.empty())
        return;
    readersLeft();
    updateReading();
}

void FollowedStream::readerAdvanced()
{
    trimLog();
    noteQueue();
    updateReading();
    readersAdvanced();
}

void FollowedStream::watchQueue(RouteMetrics* metrics, StageClock* clock)
{
    m_metrics = metrics;
    m_clock = clock;
    m_isQueueWatched = metrics || clock;
}

void FollowedStream::noteQueue()
{
    if (!m_isQueueWatched)
        return;
    m_delivered = std::max({m_delivered, fastestReader(), m_log.firstSequence()});
    queueMoved(m_log.nextSequence() - m_delivered);
}

void FollowedStream::afterWriting(qint64 bytesBefore)
{
    if (m_log.bytes() == bytesBefore)
        return;
    m_registry.addLogBytes(m_log.bytes() - bytesBefore);
    trimLog();
    noteQueue();
    for (StreamReader* reader : m_readers)
        reader->streamGrew();
    updateReading();
}

void FollowedStream::trimLog()
{
    if (m_readers.empty())
        return;
    const qint64 before = m_log.bytes();
    if (!m_hasEventIds) {
        while (m_log.firstSequence() < slowestReader())
            m_log.dropFirst();
    }
    const quint64 delivered = fastestReader();
    while (m_log.firstSequence() < delivered
        && (m_log.bytes() > m_registry.limits().logBytes || (!m_ended && m_registry.isFull(before - m_log.bytes()))))
        m_log.dropFirst();
    if (before == m_log.bytes())
        return;
    m_registry.addLogBytes(m_log.bytes() - before);
    for (StreamReader* reader : std::vector(m_readers)) {
        if (reader->sentUpTo() < m_log.firstSequence())
            reader->cutOff();
    }
}

quint64 FollowedStream::fastestReader() const
{
    quint64 fastest = 0;
    for (const StreamReader* reader : m_readers)
        fastest = std::max(fastest, reader->sentUpTo());
    return fastest;
}

quint64 FollowedStream::slowestReader() const
{
    quint64 slowest = m_log.nextSequence();
    for (const StreamReader* reader : m_readers)
        slowest = std::min(slowest, reader->sentUpTo());
    return slowest;
}

bool FollowedStream::isWindowFull() const
{
    const bool crowded = m_registry.isFull(0);
    if (m_readers.empty())
        return crowded || m_log.bytes() >= m_registry.limits().logBytes;
    const quint64 events = m_log.nextSequence() - std::max(fastestReader(), m_log.firstSequence());
    if (m_queuedEvents > 0 && events >= m_queuedEvents)
        return true;
    const qint64 window = std::min(crowded ? CrowdedWindowBytes : WindowBytes, std::max<qint64>(m_registry.limits().logBytes, 1));
    const qint64 lag = m_log.bytesFrom(fastestReader());
    // Hysteresis: once stopped, most of the window has to drain first.
    return m_reading == Reading::Paused ? lag > window / 4 : lag >= window;
}

void FollowedStream::updateReading()
{
    if (m_ended)
        return;
    const Reading wanted = isWindowFull() ? Reading::Paused : Reading::Go;
    if (wanted == m_reading)
        return;
    m_reading = wanted;
    setReading(wanted);
}

void FollowedStream::cutOffReaders()
{
    for (StreamReader* reader : std::vector(m_readers))
        reader->cutOff();
}

void FollowedStream::dropAll()
{
    m_registry.addLogBytes(-m_log.bytes());
    m_log.clear();
}

}
