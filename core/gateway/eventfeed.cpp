#include "core/gateway/eventfeed.h"

namespace sluice {

namespace {

// One write; more only for a single larger event.
constexpr qsizetype GatherBytes = 32 * 1024;

void appendChunk(QByteArray& out, QByteArrayView bytes)
{
    out.append(QByteArray::number(bytes.size(), 16)).append("\r\n").append(bytes).append("\r\n");
}

}

EventFeed::EventFeed(std::shared_ptr<FollowedStream> stream, quint64 from, Framing framing)
    : m_stream(std::move(stream))
    , m_next(from)
    , m_framing(framing)
{ }

void EventFeed::take(QByteArray& out)
{
    const StreamLog& log = m_stream->log();
    while (m_next < log.nextSequence() && out.size() < GatherBytes) {
        const QByteArrayView event = log.event(m_next++);
        if (m_framing == Framing::Chunked)
            appendChunk(out, event);
        else
            out.append(event);
    }
    if (isOver() && m_framing == Framing::Chunked)
        out.append("0\r\n\r\n");
}

QByteArray EventFeed::comment(QByteArrayView text) const
{
    QByteArray line = ":";
    if (!text.isEmpty())
        line.append(' ').append(text);
    line += "\n\n";
    if (m_framing == Framing::UntilClose)
        return line;
    QByteArray out;
    appendChunk(out, line);
    return out;
}

}
