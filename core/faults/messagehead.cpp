#include "core/faults/messagehead.h"

namespace sluice {

QByteArray MessageHead::target() const
{
    const qsizetype begin = startLine.indexOf(' ');
    const qsizetype end = startLine.lastIndexOf(' ');
    return begin < 0 || end <= begin ? QByteArray() : startLine.mid(begin + 1, end - begin - 1);
}

int MessageHead::status() const
{
    constexpr qsizetype CodeAt = 9; // behind "HTTP/1.1 "
    return startLine.mid(CodeAt, 3).toInt();
}

int MessageHead::minorVersion() const
{
    return startLine.endsWith("HTTP/1.0") ? 0 : 1;
}

bool MessageHead::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const HttpHeader& header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray& part : header.value.split(',')) {
            if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

void MessageHead::remove(QByteArrayView name)
{
    headers.removeIf([name](const HttpHeader& header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
}

void MessageHead::set(const QByteArray& name, const QByteArray& value)
{
    remove(name);
    headers.append({name, value});
}

void MessageHead::removeHopByHop()
{
    for (const char* name : {"Connection", "Keep-Alive", "Transfer-Encoding", "Trailer", "TE", "Proxy-Connection"})
        remove(name);
}

QByteArray MessageHead::toBytes() const
{
    QByteArray bytes = startLine + "\r\n";
    for (const HttpHeader& header : headers)
        bytes += header.name + ": " + header.value + "\r\n";
    return bytes + "\r\n";
}

std::optional<MessageHead> parseHead(QByteArrayView bytes)
{
    MessageHead head;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype lf = bytes.indexOf('\n', at);
        if (lf < 0)
            return std::nullopt;
        const QByteArray line = bytes.sliced(at, lf - at).trimmed().toByteArray();
        const bool isFirst = at == 0;
        at = lf + 1;
        const qsizetype colon = line.indexOf(':');
        if (isFirst)
            head.startLine = line;
        else if (!line.isEmpty() && colon < 1)
            return std::nullopt;
        else if (!line.isEmpty())
            head.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    if (!head.startLine.contains("HTTP/1."))
        return std::nullopt;
    return head;
}

}
