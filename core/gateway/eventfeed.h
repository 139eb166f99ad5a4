#pragma once

#include "core/gateway/contentcoding.h"
#include "core/gateway/followedstream.h"
#include "core/wire/deflater.h"

#include <QByteArray>

#include <memory>

namespace sluice {

/// Where one connection stands in the log of a stream, and the stream's events as bytes of an HTTP body: in chunks, or bare where
/// the client knows no chunks. Compressed, all that is taken at once is one flush and one chunk (FlushPace says when), else one
/// chunk an event. Pure but for the stream; gateway thread.
class EventFeed
{
public:
    enum class Framing { Chunked, UntilClose };

    EventFeed(
        std::shared_ptr<FollowedStream> stream, quint64 from, Framing framing, ContentCoding coding = ContentCoding::Identity);

    const std::shared_ptr<FollowedStream>& stream() const { return m_stream; }
    /// Number of the first event not yet taken.
    quint64 next() const { return m_next; }
    /// All events were taken, and there will be none.
    bool isOver() const { return m_stream->isEnded() && m_next == m_stream->log().nextSequence(); }

    /// Appends what has not been taken yet to \a out, as whole events, about 32 KiB of them; the end of the body behind the last
    /// one. Not again after that.
    void take(QByteArray& out);

    /// A comment that says \a text, which means nothing to a reader. It stands behind what was taken.
    QByteArray comment(QByteArrayView text = {});

private:
    /// Both return the bytes of the events themselves.
    qsizetype takePlain(QByteArray& out);
    qsizetype takeCompressed(QByteArray& out);
    void append(QByteArray& out, QByteArrayView bytes) const;

    std::shared_ptr<FollowedStream> m_stream; // shared with the registry, which may forget it first
    quint64 m_next;
    Framing m_framing;
    std::unique_ptr<Deflater> m_deflater; // null = plain
};

}
