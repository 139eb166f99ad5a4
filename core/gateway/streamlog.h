#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <deque>
#include <vector>

namespace sluice {

/// The framed events of one stream, numbered from 1, of which the oldest may have been dropped: what a reader is sent and what a
/// reader that comes back is sent again, byte for byte. Kept in blocks, so that thousands of small events cost little more than
/// their bytes. Pure; one thread. The bound is the caller's.
class StreamLog
{
public:
    /// Number of the oldest event kept; nextSequence() when there is none.
    quint64 firstSequence() const { return m_first; }
    /// Number the next event will get.
    quint64 nextSequence() const { return m_next; }
    /// Bytes of the events kept.
    qint64 bytes() const { return m_endOffset - offsetOf(m_first); }
    /// Bytes of the events from \a sequence on; those dropped count as nothing.
    qint64 bytesFrom(quint64 sequence) const;

    /// The first event will have number \a sequence. While it is empty.
    void beginAt(quint64 sequence);
    void append(QByteArrayView event);
    /// The event of that number, which must be kept. Valid until the next append or drop.
    QByteArrayView event(quint64 sequence) const;

    /// Drops the oldest event; there must be one.
    void dropFirst();
    void clear();
    /// Gives back what is reserved for growing. For a stream that has ended.
    void squeeze();

private:
    struct Block
    {
        quint64 firstSequence = 0;
        qint64 startOffset = 0; ///< in the stream, of its first byte
        QByteArray bytes;
        std::vector<quint32> ends; ///< where each event ends in bytes
    };
    const Block& blockOf(quint64 sequence) const;
    qint64 offsetOf(quint64 sequence) const;

    std::deque<Block> m_blocks;
    quint64 m_first = 1;
    quint64 m_next = 1;
    qint64 m_endOffset = 0;
};

}
