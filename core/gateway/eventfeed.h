#pragma once

#include "core/gateway/followedstream.h"

#include <QByteArray>

#include <memory>

namespace sluice {

/// Where one connection stands in the log of a stream, and the stream's events as bytes of an HTTP body: one chunk an event, or
/// bare where the client knows no chunks. Pure but for the stream; gateway thread.
class EventFeed
{
public:
    enum class Framing { Chunked, UntilClose };

    EventFeed(std::shared_ptr<FollowedStream> stream, quint64 from, Framing framing);

    FollowedStream& stream() const { return *m_stream; }
    /// Number of the first event not yet taken.
    quint64 next() const { return m_next; }
    /// All events were taken, and there will be none.
    bool isOver() const { return m_stream->isEnded() && m_next == m_stream->log().nextSequence(); }

    /// Appends what has not been taken yet to \a out, as whole events, up to about 32 KiB in \a out; the end of the body behind
    /// the last one.
    void take(QByteArray& out);

    /// A comment that says \a text, which means nothing to a reader.
    QByteArray comment(QByteArrayView text = {}) const;

private:
    std::shared_ptr<FollowedStream> m_stream; // shared with the registry, which may forget it first
    quint64 m_next;
    Framing m_framing;
};

}
