#include "core/wire/sseparser.h"

#include "core/wire/linescan.h"
#include "core/wire/utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <utility>

namespace sluice {

namespace {

/// Whether \a line is of the field \a name: the whole line, or up to its first colon. Compared by hand, because the compiler
/// makes a library call of memcmp() and this is asked several times for each line.
template <qsizetype Size>
bool isField(QByteArrayView line, const char (&name)[Size])
{
    constexpr qsizetype Length = Size - 1;
    if (line.size() < Length)
        return false;
    for (qsizetype i = 0; i < Length; ++i) {
        if (line[i] != name[i])
            return false;
    }
    return line.size() == Length || line[Length] == ':';
}

/// What stands behind the name of \a nameLength and its colon, without one space.
QByteArrayView valueBehind(QByteArrayView line, qsizetype nameLength)
{
    if (line.size() <= nameLength + 1)
        return {};
    const qsizetype start = nameLength + 1 + (line[nameLength + 1] == ' ' ? 1 : 0);
    return line.sliced(start);
}

Error tooLarge(qsizetype maxEventBytes)
{
    return {.kind = ErrorKind::Overflow,
        .message =
            QCoreApplication::translate("Error", "The server sent an event larger than the limit of %1 bytes").arg(maxEventBytes),
        .httpStatus = 0,
        .retryAfter = {}};
}

}

SseParser::SseParser(qsizetype maxEventBytes)
    : m_maxEventBytes(maxEventBytes)
{ }

void SseParser::feed(QByteArrayView bytes)
{
    Q_ASSERT(m_pos == m_chunk.size());
    if (m_failed)
        return;
    if (m_eventIsOut)
        startBlock();
    suspend();
    m_chunk = bytes;
}

Result<std::optional<SseEventView>> SseParser::next()
{
    if (m_eventIsOut)
        startBlock();
    if (const std::optional<QByteArrayView> data = takeWholeEvent())
        return SseEventView {.type = "message", .data = *data, .id = m_lastEventId, .errorField = {}};
    while (const std::optional<QByteArrayView> line = takeLine()) {
        if (blockBytes() > m_maxEventBytes) {
            fail();
            break;
        }
        if (!line->isEmpty()) {
            takeField(*line);
            continue;
        }
        endBlock();
        if (m_eventIsOut)
            return event();
        startBlock();
    }
    if (m_failed)
        return std::unexpected(tooLarge(m_maxEventBytes));
    return std::nullopt;
}

void SseParser::setLastEventId(QByteArrayView id)
{
    m_lastEventId = toValidUtf8(id);
}

qsizetype SseParser::pendingBytes() const
{
    return m_partialLine.size() + m_data.heldBytes() + m_type.heldBytes() + m_errorField.heldBytes() + m_id.heldBytes();
}

/// The data of an event that is a single data line and lies in the chunk whole, as nearly all do. It touches nothing of the
/// block's state, and leaves everything else, even bytes that are not UTF-8, to the general way.
std::optional<QByteArrayView> SseParser::takeWholeEvent()
{
    skipLf();
    const QByteArrayView rest = m_chunk.sliced(m_pos);
    if (blockBytes() != 0 || !isField(rest, "data"))
        return std::nullopt;
    const LineScan scan = scanLine(rest);
    qsizetype blank = scan.length + 1; // where the blank line has to stand
    if (blank < rest.size() && rest[blank - 1] == '\r' && rest[blank] == '\n')
        ++blank;
    if (blank >= rest.size() || blank >= m_maxEventBytes || (rest[blank] != '\n' && rest[blank] != '\r'))
        return std::nullopt;
    const QByteArrayView data = valueBehind(rest.first(scan.length), 4);
    if (!scan.isAscii && !isValidUtf8(data))
        return std::nullopt;
    m_skipsLf = rest[blank] == '\r';
    m_pos += blank + 1;
    m_isFirstLine = false;
    m_blockStart = m_pos;
    return data;
}

void SseParser::skipLf()
{
    if (!m_skipsLf || m_pos == m_chunk.size())
        return;
    m_skipsLf = false;
    if (m_chunk[m_pos] != '\n')
        return;
    if (blockBytes() == 0)
        ++m_blockStart; // it belongs to the blank line of the block before
    ++m_pos;
}

/// The next complete line without its end; nothing when the chunk is used up (or too much would be held). A byte is looked at
/// once, however often its line is continued: only the new chunk is scanned.
std::optional<QByteArrayView> SseParser::takeLine()
{
    if (m_lineIsHeld) {
        recycle(m_partialLine);
        m_lineIsHeld = false;
    }
    skipLf();
    if (m_pos == m_chunk.size()) {
        suspend();
        return std::nullopt;
    }

    const QByteArrayView rest = m_chunk.sliced(m_pos);
    const LineScan scan = scanLine(rest);
    m_isAscii = m_isAscii && scan.isAscii;
    QByteArrayView line = rest.first(scan.length);
    if (!scan.isEnded) {
        m_pos = m_chunk.size();
        if (blockBytes() <= m_maxEventBytes)
            m_partialLine.append(line);
        suspend();
        return std::nullopt;
    }

    m_pos += scan.length + 1;
    m_skipsLf = rest[scan.length] == '\r';
    if (!m_partialLine.isEmpty()) {
        m_partialLine.append(line);
        m_lineIsHeld = true;
        line = m_partialLine;
    }
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    return line;
}

void SseParser::takeField(QByteArrayView line)
{
    if (isField(line, "data")) {
        const QByteArrayView value = valueBehind(line, 4);
        if (std::exchange(m_hasData, true))
            return m_data.appendLine(value);
        m_data.set(value);
    } else if (isField(line, "event")) {
        m_type.set(valueBehind(line, 5));
    } else if (isField(line, "id")) {
        takeId(valueBehind(line, 2));
    } else if (isField(line, "retry")) {
        takeRetry(valueBehind(line, 5));
    } else if (isField(line, "error")) {
        m_errorField.set(valueBehind(line, 5));
    }
    if (m_lineIsHeld) {
        m_data.keep();
        m_type.keep();
        m_errorField.keep();
        m_id.keep();
    }
}

void SseParser::takeId(QByteArrayView value)
{
    if (value.contains('\0'))
        return;
    m_id.set(value);
    m_hasId = true;
}

void SseParser::takeRetry(QByteArrayView value)
{
    constexpr qint64 MaxMillis = std::numeric_limits<int>::max();
    if (value.isEmpty())
        return;
    qint64 millis = 0;
    for (const char c : value) {
        if (c < '0' || c > '9')
            return;
        millis = std::min(MaxMillis, millis * 10 + (c - '0'));
    }
    m_retry = Millis(millis);
}

/// At the blank line: puts the ID in force, also when there is nothing to dispatch, and makes the event ready.
void SseParser::endBlock()
{
    if (m_hasId && m_isAscii)
        replaceBytes(m_lastEventId, m_id.view());
    else if (m_hasId)
        m_lastEventId = toValidUtf8(m_id.view());
    if (!m_hasData && m_errorField.view().isEmpty())
        return;
    m_eventIsOut = true;
    if (m_isAscii)
        return;
    m_data.makeValidUtf8();
    m_type.makeValidUtf8();
    m_errorField.makeValidUtf8();
}

void SseParser::startBlock()
{
    m_blockBefore = 0;
    m_blockStart = m_pos;
    m_data.clear();
    m_type.clear();
    m_errorField.clear();
    m_id.clear();
    m_hasData = false;
    m_hasId = false;
    m_isAscii = true;
    m_eventIsOut = false;
}

SseEventView SseParser::event() const
{
    return {.type = m_type.view().isEmpty() ? QByteArrayView("message") : m_type.view(),
        .data = m_data.view(),
        .id = m_lastEventId,
        .errorField = m_errorField.view(),
        .hasData = m_hasData};
}

/// The chunk is used up: what the current block still needs of it is copied, or given up when it is too much.
void SseParser::suspend()
{
    m_blockBefore = blockBytes();
    m_blockStart = 0;
    m_pos = 0;
    if (m_blockBefore > m_maxEventBytes)
        return fail();
    m_data.keep();
    m_type.keep();
    m_errorField.keep();
    m_id.keep();
    m_chunk = {};
}

void SseParser::fail()
{
    m_failed = true;
    m_chunk = {};
    m_pos = 0;
    m_partialLine = {};
    m_data = {};
    m_type = {};
    m_errorField = {};
    m_id = {};
    m_hasData = false;
    m_hasId = false;
}

}
