#include "core/engine/bodysniffer.h"

#include <array>

namespace sluice {

namespace {

/// White space before the first character beyond this is no body of ours.
constexpr qsizetype MaxBlank = 4 * 1024;

constexpr std::array Fields {
    QByteArrayView("data"), QByteArrayView("event"), QByteArrayView("id"), QByteArrayView("retry"), QByteArrayView("error")};

}

SniffedBody sniffBody(QByteArrayView bytes)
{
    constexpr QByteArrayView Bom("\xEF\xBB\xBF");
    if (bytes.size() < Bom.size() && Bom.startsWith(bytes))
        return SniffedBody::Undecided;
    const QByteArrayView text = bytes.startsWith(Bom) ? bytes.sliced(Bom.size()) : bytes;
    qsizetype start = 0;
    while (start < text.size() && (text[start] == ' ' || text[start] == '\t' || text[start] == '\r' || text[start] == '\n'))
        ++start;
    const QByteArrayView rest = text.sliced(start);
    if (rest.isEmpty())
        return start > MaxBlank ? SniffedBody::Other : SniffedBody::Undecided;
    if (rest.front() == '{' || rest.front() == '[')
        return SniffedBody::Json;
    if (rest.front() == ':')
        return SniffedBody::EventStream;
    for (const QByteArrayView field : Fields) {
        if (rest.size() <= field.size() && field.startsWith(rest))
            return SniffedBody::Undecided;
        if (rest.startsWith(field) && (rest[field.size()] == ':' || rest[field.size()] == '\n' || rest[field.size()] == '\r'))
            return SniffedBody::EventStream;
    }
    return SniffedBody::Other;
}

}
