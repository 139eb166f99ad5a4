#include "core/gateway/eventfeed.h"

#include "core/metrics/routemetrics.h"

namespace sluice {

namespace {

// One write; more only for a single larger event.
constexpr qsizetype GatherBytes = 32 * 1024;

}

EventFeed::EventFeed(std::shared_ptr<FollowedStream> stream, quint64 from, Framing framing, ContentCoding coding)
    : m_stream(std::move(stream))
    , m_next(from)
    , m_framing(framing)
    , m_deflater(coding == ContentCoding::Gzip ? std::make_unique<Deflater>(SmallDeflater) : nullptr)
{ }

void EventFeed::take(QByteArray& out)
{
    const qsizetype before = out.size();
    const qsizetype decoded = m_deflater ? takeCompressed(out) : takePlain(out);
    if (isOver() && m_framing == Framing::Chunked)
        out.append("0\r\n\r\n");
    if (RouteMetrics* metrics = m_stream->metrics())
        metrics->countSent(out.size() - before, decoded);
}

qsizetype EventFeed::takePlain(QByteArray& out)
{
    const StreamLog& log = m_stream->log();
    qsizetype decoded = 0;
    while (m_next < log.nextSequence() && out.size() < GatherBytes) {
        const QByteArrayView event = log.event(m_next++);
        append(out, event);
        decoded += event.size();
    }
    return decoded;
}

qsizetype EventFeed::takeCompressed(QByteArray& out)
{
    const StreamLog& log = m_stream->log();
    QByteArray events;
    while (m_next < log.nextSequence() && events.size() < GatherBytes)
        events += log.event(m_next++);
    QByteArray packed = m_deflater->take(events);
    if (isOver())
        packed += m_deflater->finish();
    append(out, packed);
    return events.size();
}

QByteArray EventFeed::comment(QByteArrayView text)
{
    QByteArray line = ":";
    if (!text.isEmpty())
        line.append(' ').append(text);
    line += "\n\n";
    QByteArray out;
    append(out, m_deflater ? m_deflater->take(line) : line);
    return out;
}

void EventFeed::append(QByteArray& out, QByteArrayView bytes) const
{
    if (bytes.isEmpty()) // as a chunk it would be the end
        return;
    if (m_framing == Framing::Chunked)
        out.append(QByteArray::number(bytes.size(), 16)).append("\r\n").append(bytes).append("\r\n");
    else
        out.append(bytes);
}

}
