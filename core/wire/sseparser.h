#pragma once

#include "core/base/result.h"

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
    /// Fields that the standard ignores but real servers use: the value of an `error:` field in this event's block, else empty.
    QByteArrayView errorField;
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

/// Incremental event stream parser: bytes in, events out, the same for every chunking, each at the byte that completes it.
/// Push the bytes, then take events until next() has none. Nothing is dispatched at the end of input without its blank
/// line. Pure; one thread.
class SseParser
{
public:
    /// \a maxEventBytes bounds one event's bytes, comments and the unfinished line included.
    explicit SseParser(qsizetype maxEventBytes = 8 * 1024 * 1024);

    /// Gives the next bytes of the stream. Call it only when next() has returned nothing; \a bytes must stay alive until it does
    /// so again (complete events are views into them, only an unfinished rest is copied).
    void feed(QByteArrayView bytes);

    /// The next complete event; nothing when more bytes are needed. Overflow past maxEventBytes, and for good then.
    Result<std::optional<SseEventView>> next();

    /// The reconnection time the server set with `retry:`, if it did (persists).
    std::optional<Millis> retry() const { return m_retry; }

    /// The last event ID in force, also when its event had no data (persists).
    QByteArrayView lastEventId() const { return m_lastEventId; }

    /// Bytes of the current, unfinished event that are held.
    qsizetype pendingBytes() const;

private:
    std::optional<Millis> m_retry;
    QByteArray m_lastEventId;
};

}
