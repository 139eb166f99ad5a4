#pragma once

#include "core/base/result.h"
#include "core/wire/ssevalue.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace sluice {

/// One event as the WHATWG HTML standard dispatches it (section 9.2.6). The views are valid UTF-8 (invalid input is U+FFFD by
/// then) and live until the parser is called again.
struct SseEventView
{
    QByteArrayView type; ///< "message" when the stream named none
    QByteArrayView data;
    QByteArrayView id; ///< the last event ID in force, which persists from event to event
    /// A field that the standard ignores but real servers use: the value of the last `error:` field in this event's block, else
    /// empty.
    QByteArrayView errorField;
    /// False for our one addition to the standard: a block with an `error:` value and no data, which the standard drops. Servers
    /// report failures like that. Whoever wants the standard's events only skips those.
    bool hasData = true;
};

/// The same, owning its bytes.
struct SseEvent
{
    QByteArray type;
    QByteArray data;
    QByteArray id;
    QByteArray errorField;

    bool operator==(const SseEvent&) const = default;
};

/// Incremental event stream parser: bytes in, events out, the same for every chunking, each at the byte that completes it: of a
/// blank line that ends in CR this is the CR, without a look at what follows. Push the bytes, then take events until next() has
/// none. Nothing is dispatched at the end of input without its blank line. Pure; one thread.
class SseParser
{
public:
    /// \a maxEventBytes bounds one block as it came over the wire: everything between two blank lines, comments, line ends and
    /// the unfinished line included. What is held can be no more than that, twice for a moment while lines are joined.
    explicit SseParser(qsizetype maxEventBytes = 8 * 1024 * 1024);
    Q_DISABLE_COPY_MOVE(SseParser)
    ~SseParser() = default;

    /// Gives the next bytes of the stream. Call it only when next() has returned nothing; \a bytes must stay alive until it does
    /// so again (complete events are views into them, only an unfinished rest is copied). Ignored after an Overflow.
    void feed(QByteArrayView bytes);

    /// The next complete event; nothing when more bytes are needed. Overflow past maxEventBytes, and for good then.
    Result<std::optional<SseEventView>> next();

    /// The reconnection time the server set with `retry:`, if it did (persists). At most INT_MAX ms, what a timer can take.
    std::optional<Millis> retry() const { return m_retry; }

    /// The last event ID in force, also when its event had no data (persists).
    QByteArrayView lastEventId() const { return m_lastEventId; }

    /// The ID in force before the first byte: the one a reconnection was made with. Before the first feed() only.
    void setLastEventId(QByteArrayView id);

    /// Bytes of the current, unfinished event that are held.
    qsizetype pendingBytes() const;

private:
    std::optional<QByteArrayView> takeWholeEvent();
    std::optional<QByteArrayView> takeLine();
    void skipLf();
    void takeField(QByteArrayView line);
    void takeRetry(QByteArrayView value);
    void takeId(QByteArrayView value);
    void endBlock();
    void startBlock();
    SseEventView event() const;
    qsizetype blockBytes() const { return m_blockBefore + m_pos - m_blockStart; }
    void suspend();
    void fail();

    const qsizetype m_maxEventBytes;

    // A view as a member: feed()'s contract, which is what saves the copy.
    QByteArrayView m_chunk;
    qsizetype m_pos = 0; ///< read so far of m_chunk
    qsizetype m_blockStart = 0; ///< where the current block begins in m_chunk
    qsizetype m_blockBefore = 0; ///< bytes of the current block in earlier chunks

    QByteArray m_partialLine; ///< the unfinished line's bytes from earlier chunks, without a CR or LF
    bool m_lineIsHeld = false; ///< the line being taken is m_partialLine, which the next line reuses
    bool m_isFirstLine = true; ///< a byte order mark may stand before it
    bool m_skipsLf = false; ///< the last line ended in CR: a LF that follows belongs to it
    bool m_failed = false;

    SseValue m_data;
    SseValue m_type;
    SseValue m_errorField;
    SseValue m_id; ///< in force from the end of the block on
    bool m_hasData = false;
    bool m_hasId = false;
    bool m_isAscii = true; ///< no byte above 7F in the current block
    bool m_eventIsOut = false; ///< the values of the block before are still in use by the caller

    QByteArray m_lastEventId;
    std::optional<Millis> m_retry;
};

}
