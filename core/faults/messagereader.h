#pragma once

#include "core/faults/messagehead.h"

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// \a bytes, which are not empty, as one chunk (RFC 9112 section 7.1).
inline QByteArray asChunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// HTTP/1.x messages out of the bytes of one connection, one after the other, the same for every chunking. Lenient: it is there
/// to pass on what others say, not to judge it. Holds a head (64 KiB at most) or one fed piece. Pure; one thread.
///
/// Use: feed(); next() until it wants more. After Head ask how the body is framed; after Body take it; after End restart().
class MessageReader
{
public:
    enum class Kind { Request, Response };
    enum class Framing { None, Length, Chunked, UntilClose };
    enum class Step {
        NeedMore,
        Head,
        Body, ///< some of it is there: takeBody()
        End,
        Failed, ///< for good
    };

    explicit MessageReader(Kind kind)
        : m_kind(kind)
    { }

    void feed(QByteArrayView bytes) { m_input.append(bytes); }
    Step next();

    const MessageHead& head() const { return m_head; }
    Framing framing() const { return m_framing; }

    /// The answer has no body whatever its head says: the request was a HEAD. Before the first next().
    void expectNoBody() { m_expectsNoBody = true; }

    /// Body bytes without their framing.
    QByteArray takeBody() { return std::exchange(m_body, {}); }

    /// The connection has ended: whether that makes the message whole.
    bool endsWithConnection() const { return m_stage == Stage::Body && m_framing == Framing::UntilClose; }

    /// Begins the next message with the bytes behind the last one. After End.
    void restart();

    qsizetype bufferedBytes() const { return m_input.size(); }
    bool isInMessage() const { return m_stage != Stage::Head || !m_input.isEmpty(); }

private:
    enum class Stage { Head, Body, ChunkSize, Chunk, ChunkEnd, Trailer, End, Failed };

    Step takeHead();
    Step takePart();
    bool frame();
    std::optional<QByteArray> takeLine();
    Step fail();

    Kind m_kind;
    Stage m_stage = Stage::Head;
    Framing m_framing = Framing::None;
    bool m_expectsNoBody = false;
    QByteArray m_input;
    QByteArray m_body;
    MessageHead m_head;
    qint64 m_left = 0; ///< of the body, or of the chunk
};

}
