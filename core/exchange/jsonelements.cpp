#include "core/exchange/jsonelements.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

namespace {

constexpr qsizetype ReadBytes = 256 * 1024;

std::unexpected<Error> refusal(const QString& sentence, ErrorKind kind = ErrorKind::Protocol)
{
    return std::unexpected(Error {.kind = kind, .message = sentence});
}

std::unexpected<Error> notAnArray()
{
    return refusal(QCoreApplication::translate("Error", "The file is not a list of conversations in JSON."));
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}

bool JsonElements::Scan::take(char c)
{
    if (isInString) {
        if (isEscaped)
            isEscaped = false;
        else if (c == '\\')
            isEscaped = true;
        else if (c == '"')
            isInString = false;
        return false;
    }
    if (c == '"')
        isInString = true;
    else if (c == '{' || c == '[')
        ++depth;
    else if (c == '}' || c == ']')
        return --depth == 0;
    return false;
}

JsonElements::JsonElements(QIODevice& file)
    : m_file(file)
{ }

Result<std::optional<QByteArray>> JsonElements::next()
{
    while (!readSome()) { }
    return *std::exchange(m_answer, std::nullopt);
}

bool JsonElements::readSome()
{
    if (!m_answer)
        m_answer = look();
    if (!m_answer)
        m_answer = fill();
    return m_answer.has_value();
}

// The answer, as far as it is in what was read.
std::optional<JsonElements::Answer> JsonElements::look()
{
    if (m_scanned == 0) {
        if (std::optional<Answer> answer = skipToElement())
            return answer;
    }
    return m_at < m_buffer.size() ? takeElement() : std::nullopt;
}

// To the first byte of an element.
std::optional<JsonElements::Answer> JsonElements::skipToElement()
{
    for (; m_at < m_buffer.size(); ++m_at) {
        const char c = m_buffer.at(m_at);
        if (isSpace(c))
            continue;
        switch (m_place) {
        case Place::Begin:
            if (static_cast<unsigned char>(c) >= 0x80) // a byte order mark
                continue;
            if (c != '[' && c != '{')
                return notAnArray();
            m_place = c == '[' ? Place::List : Place::Objects;
            break;
        case Place::List:
            if (c == ']')
                m_place = Place::End;
            else if (c != '{' && c != ',')
                return notAnArray();
            break;
        case Place::Objects:
        case Place::End:
            if (c != '{' || m_place == Place::End)
                return refusal(
                    QCoreApplication::translate("Error", "Something else stands in the file behind the conversations."));
            break;
        }
        if (c == '{')
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<JsonElements::Answer> JsonElements::takeElement()
{
    for (qsizetype at = m_at + m_scanned; at < m_buffer.size(); ++at) {
        const char c = m_buffer.at(at);
        if (c == '\0')
            return notAnArray(); // nor would what follows be one: zeros of a sparse file, UTF-16
        if (!m_scan.take(c))
            continue;
        const QByteArray element = m_buffer.mid(m_at, at + 1 - m_at);
        m_at = at + 1;
        m_scanned = 0;
        m_scan = {};
        return Answer(element);
    }
    m_scanned = m_buffer.size() - m_at;
    if (m_scanned > MaxElementBytes)
        return refusal(
            QCoreApplication::translate("Error", "A conversation in the file is larger than 512 MiB."), ErrorKind::Overflow);
    return std::nullopt;
}

// More of the file behind what is there; an answer when there is no more.
std::optional<JsonElements::Answer> JsonElements::fill()
{
    const QByteArray piece = m_file.read(ReadBytes);
    if (piece.isEmpty())
        return fileEnd();
    m_buffer.remove(0, m_at);
    m_at = 0;
    m_buffer += piece;
    m_taken += piece.size();
    return std::nullopt;
}

JsonElements::Answer JsonElements::fileEnd() const
{
    if (!m_file.atEnd())
        return refusal(
            QCoreApplication::translate("Error", "The file cannot be read: %1.").arg(m_file.errorString()), ErrorKind::Storage);
    if (m_scanned > 0)
        return refusal(QCoreApplication::translate("Error", "The file ends inside a conversation."));
    if (m_place == Place::List)
        return refusal(QCoreApplication::translate("Error", "The file ends too early."));
    return m_place == Place::Begin ? Answer(notAnArray()) : std::nullopt;
}

}
