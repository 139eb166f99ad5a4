#include "core/wire/sseparser.h"

#include "core/wire/linescan.h"
#include "core/wire/utf8.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Capacity that is kept from event to event; more is given back, so that one huge event does not cost its memory for ever.
constexpr qsizetype KeptCapacity = 64 * 1024;

void empty(QByteArray& buffer)
{
    if (buffer.capacity() > KeptCapacity)
        buffer = {};
    else if (!buffer.isEmpty())
        buffer.resize(0);
}

void assign(QByteArray& buffer, QByteArrayView bytes)
{
    buffer.resize(0);
    buffer.append(bytes);
}

Error tooLarge(qsizetype maxEventBytes)
{
    return {.kind = ErrorKind::Overflow,
        .message = u"The server sent an event larger than the limit of %1 bytes"_s.arg(maxEventBytes),
        .httpStatus = 0,
        .retryAfter = {}};
}

}

void SseParser::Value::set(QByteArrayView value)
{
    view = value;
    isBorrowed = true;
}

void SseParser::Value::appendLine(QByteArrayView line)
{
    keep();
    own.append('\n');
    own.append(line);
    view = own;
}

void SseParser::Value::keep()
{
    if (!isBorrowed)
        return;
    assign(own, view);
    view = own;
    isBorrowed = false;
}

void SseParser::Value::makeValidUtf8()
{
    if (isValidUtf8(view))
        return;
    own = toValidUtf8(view);
    view = own;
    isBorrowed = false;
}

void SseParser::Value::clear()
{
    empty(own);
    view = {};
    isBorrowed = false;
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
    return m_partialLine.size() + m_data.own.size() + m_type.own.size() + m_errorField.own.size()
        + (m_hasId ? m_idBuffer.size() : 0);
}

/// The next complete line without its end; nothing when the chunk is used up (or too much would be held). A byte is looked at
/// once, however often its line is continued: only the new chunk is scanned.
std::optional<QByteArrayView> SseParser::takeLine()
{
    if (m_lineIsHeld) {
        empty(m_partialLine);
        m_lineIsHeld = false;
    }
    if (m_skipsLf && m_pos < m_chunk.size()) {
        m_skipsLf = false;
        if (m_chunk[m_pos] == '\n') {
            if (blockBytes() == 0)
                ++m_blockStart; // it belongs to the blank line of the block before
            ++m_pos;
        }
    }
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
    const auto* const found = static_cast<const char*>(std::memchr(line.data(), ':', static_cast<size_t>(line.size())));
    const qsizetype colon = found ? found - line.data() : line.size();
    const QByteArrayView name = line.first(colon);
    QByteArrayView value = line.sliced(std::min(colon + 1, line.size()));
    if (value.startsWith(' '))
        value = value.sliced(1);

    if (name == "data") {
        if (std::exchange(m_hasData, true))
            return m_data.appendLine(value);
        m_data.set(value);
    } else if (name == "event") {
        m_type.set(value);
    } else if (name == "id") {
        takeId(value);
    } else if (name == "retry") {
        takeRetry(value);
    } else if (name == "error") {
        m_errorField.set(value);
    }
    if (m_lineIsHeld) {
        m_data.keep();
        m_type.keep();
        m_errorField.keep();
    }
}

void SseParser::takeId(QByteArrayView value)
{
    if (value.contains('\0'))
        return;
    assign(m_idBuffer, value);
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
        m_lastEventId.swap(m_idBuffer);
    else if (m_hasId)
        m_lastEventId = toValidUtf8(m_idBuffer);
    if (!m_hasData && m_errorField.view.isEmpty())
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
    m_hasData = false;
    m_hasId = false;
    m_isAscii = true;
    m_eventIsOut = false;
}

SseEventView SseParser::event() const
{
    return {.type = m_type.view.isEmpty() ? QByteArrayView("message") : m_type.view,
        .data = m_data.view,
        .id = m_lastEventId,
        .errorField = m_errorField.view,
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
    m_idBuffer = {};
    m_hasData = false;
    m_hasId = false;
}

}
