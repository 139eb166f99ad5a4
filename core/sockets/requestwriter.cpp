#include "core/sockets/requestwriter.h"

namespace sluice {

namespace {

void appendSafe(QByteArray& out, QByteArrayView text)
{
    for (const char c : text)
        out.append(uchar(c) < 0x20 || c == 0x7f ? ' ' : c);
}

void appendHeader(QByteArray& out, QByteArrayView name, QByteArrayView value)
{
    appendSafe(out, name);
    out.append(": ");
    appendSafe(out, value);
    out.append("\r\n");
}

QByteArray target(const QUrl& url)
{
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    const QByteArray query = url.hasQuery() ? '?' + url.query(QUrl::FullyEncoded).toLatin1() : QByteArray();
    return (path.isEmpty() ? QByteArray("/") : path) + query;
}

}

QByteArray requestBytes(const HttpRequest& request)
{
    const QByteArray host = request.url.host(QUrl::FullyEncoded).toLatin1(); // an IPv6 address in brackets or without
    QByteArray authority = host.contains(':') && !host.startsWith('[') ? '[' + host + ']' : host;
    if (request.url.port() >= 0)
        authority += ':' + QByteArray::number(request.url.port());

    QByteArray out;
    out.reserve(512 + request.body.size());
    appendSafe(out, request.method + ' ' + target(request.url));
    out.append(" HTTP/1.1\r\n");
    appendHeader(out, "Host", authority);
    appendHeader(out, "User-Agent", "sluice/" SLUICE_VERSION);
    for (const HttpHeader& header : request.headers)
        appendHeader(out, header.name, header.value);
    if (!request.body.isEmpty() || request.method == "POST")
        appendHeader(out, "Content-Length", QByteArray::number(request.body.size()));
    out.append("\r\n");
    out.append(request.body);
    return out;
}

}
