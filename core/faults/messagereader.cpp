#include "core/faults/messagereader.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype MaxHeadBytes = 64 * 1024;
constexpr qsizetype MaxLineBytes = 16 * 1024;

}

MessageReader::Step MessageReader::next()
{
    for (;;) {
        switch (m_stage) {
        case Stage::Head:
            return takeHead();
        case Stage::End:
            return Step::End;
        case Stage::Failed:
            return Step::Failed;
        case Stage::Body:
        case Stage::Chunk:
            if (m_framing != Framing::UntilClose && m_left == 0) {
                m_stage = m_stage == Stage::Chunk ? Stage::ChunkEnd : Stage::End;
                break;
            }
            return takePart();
        case Stage::ChunkSize:
        case Stage::ChunkEnd:
        case Stage::Trailer: {
            const std::optional<QByteArray> line = takeLine();
            if (!line)
                return m_input.size() > MaxLineBytes ? fail() : Step::NeedMore;
            bool ok = true;
            if (m_stage == Stage::ChunkSize) {
                m_left = line->split(';').first().trimmed().toLongLong(&ok, 16);
                m_stage = m_left > 0 ? Stage::Chunk : Stage::Trailer;
            } else if (m_stage == Stage::ChunkEnd) {
                ok = line->isEmpty();
                m_stage = Stage::ChunkSize;
            } else if (line->isEmpty()) {
                m_stage = Stage::End;
            }
            if (!ok || m_left < 0)
                return fail();
            break;
        }
        }
    }
}

MessageReader::Step MessageReader::takeHead()
{
    while (m_kind == Kind::Request && m_input.startsWith("\r\n")) // RFC 9112 section 2.2
        m_input.remove(0, 2);
    const qsizetype end = m_input.indexOf("\r\n\r\n");
    if (end < 0)
        return m_input.size() > MaxHeadBytes ? fail() : Step::NeedMore;
    const std::optional<MessageHead> head = parseHead(QByteArrayView(m_input).first(end + 4));
    if (!head)
        return fail();
    m_input.remove(0, end + 4);
    m_head = *head;
    return frame() ? Step::Head : fail();
}

/// RFC 9112 section 6.3.
bool MessageReader::frame()
{
    const int status = m_kind == Kind::Response ? m_head.status() : 0;
    const bool isInterim = status >= 100 && status < 200;
    const QByteArray length = headerValue(m_head.headers, "Content-Length");
    m_left = 0;
    if (m_expectsNoBody || isInterim || status == 204 || status == 304) {
        m_framing = Framing::None;
    } else if (m_head.hasToken("Transfer-Encoding", "chunked")) {
        m_framing = Framing::Chunked;
    } else if (!length.isEmpty()) {
        bool ok = false;
        m_left = length.toLongLong(&ok);
        m_framing = Framing::Length;
        if (!ok || m_left < 0)
            return false;
    } else {
        m_framing = m_kind == Kind::Response ? Framing::UntilClose : Framing::None;
    }
    m_stage = m_framing == Framing::Chunked ? Stage::ChunkSize : Stage::Body;
    return true;
}

MessageReader::Step MessageReader::takePart()
{
    if (m_input.isEmpty())
        return Step::NeedMore;
    const qsizetype count =
        m_framing == Framing::UntilClose ? m_input.size() : qsizetype(std::min<qint64>(m_left, m_input.size()));
    m_body += m_input.first(count);
    m_input.remove(0, count);
    m_left -= m_framing == Framing::UntilClose ? 0 : count;
    return Step::Body;
}

std::optional<QByteArray> MessageReader::takeLine()
{
    const qsizetype end = m_input.indexOf("\r\n");
    if (end < 0)
        return std::nullopt;
    const QByteArray line = m_input.first(end);
    m_input.remove(0, end + 2);
    return line;
}

MessageReader::Step MessageReader::fail()
{
    m_stage = Stage::Failed;
    m_input.clear();
    return Step::Failed;
}

void MessageReader::restart()
{
    m_stage = Stage::Head;
    m_framing = Framing::None;
    m_expectsNoBody = false;
    m_body.clear();
    m_head = {};
    m_input.squeeze();
}

}
