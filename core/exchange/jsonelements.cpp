#include "core/exchange/jsonelements.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ReadBytes = 256 * 1024;

Error notAnArray()
{
    return {.kind = ErrorKind::Protocol, .message = u"The file is not a list of conversations in JSON."_s};
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Where an element ends: brackets are counted outside strings.
class ElementScan
{
public:
    // True once \a c was the element's last byte.
    bool take(char c)
    {
        if (m_isInString) {
            if (m_isEscaped)
                m_isEscaped = false;
            else if (c == '\\')
                m_isEscaped = true;
            else if (c == '"')
                m_isInString = false;
            return false;
        }
        if (c == '"')
            m_isInString = true;
        else if (c == '{' || c == '[')
            ++m_depth;
        else if (c == '}' || c == ']')
            return --m_depth == 0;
        return false;
    }

private:
    int m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;
};

}

JsonElements::JsonElements(QIODevice& file)
    : m_file(file)
{ }

// More of the file behind what is there; false at its end.
Result<bool> JsonElements::fill()
{
    const QByteArray piece = m_file.read(ReadBytes);
    if (piece.isEmpty()) {
        if (m_file.atEnd())
            return false;
        return std::unexpected(
            Error {.kind = ErrorKind::Storage, .message = u"The file cannot be read: %1."_s.arg(m_file.errorString())});
    }
    m_buffer.remove(0, m_at);
    m_at = 0;
    m_buffer += piece;
    m_taken += piece.size();
    return true;
}

// To the first byte of an element; false when there is none any more.
Result<bool> JsonElements::skipToElement()
{
    for (;;) {
        for (; m_at < m_buffer.size(); ++m_at) {
            const char c = m_buffer.at(m_at);
            if (!m_hasBegun) {
                if (isSpace(c) || static_cast<unsigned char>(c) >= 0x80) // a byte order mark
                    continue;
                m_hasBegun = true;
                m_isSingle = c == '{';
                if (c == '[')
                    continue;
                if (!m_isSingle)
                    return std::unexpected(notAnArray());
            }
            if (c == '{')
                return true;
            if (c == ']' && !m_isSingle) {
                m_isOver = true;
                return false;
            }
            if (!isSpace(c) && c != ',')
                return std::unexpected(notAnArray());
        }
        const Result<bool> more = fill();
        if (!more)
            return more;
        if (!*more) {
            m_isOver = true;
            if (m_hasBegun)
                return std::unexpected(Error {.kind = ErrorKind::Protocol, .message = u"The file ends too early."_s});
            return std::unexpected(notAnArray());
        }
    }
}

Result<std::optional<QByteArray>> JsonElements::next()
{
    if (m_isOver)
        return std::nullopt;
    const Result<bool> found = skipToElement();
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    ElementScan scan;
    qsizetype at = m_at;
    for (;;) {
        for (; at < m_buffer.size(); ++at) {
            if (!scan.take(m_buffer.at(at)))
                continue;
            const QByteArray element = m_buffer.mid(m_at, at + 1 - m_at);
            m_at = at + 1;
            m_isOver = m_isSingle;
            return element;
        }
        if (m_buffer.size() - m_at > MaxElementBytes) {
            return std::unexpected(
                Error {.kind = ErrorKind::Overflow, .message = u"A conversation in the file is larger than 512 MiB."_s});
        }
        const qsizetype scanned = at - m_at;
        const Result<bool> more = fill();
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return std::unexpected(Error {.kind = ErrorKind::Protocol, .message = u"The file ends inside a conversation."_s});
        at = m_at + scanned;
    }
}

}
