#include "core/gateway/requestguard.h"

#include <QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// host[:port] of a Host field or an Origin.
struct Authority
{
    QByteArray host; ///< lower case, an IPv6 address in its brackets
    int port = 80;
};

std::optional<Authority> parseAuthority(QByteArrayView text)
{
    const qsizetype bracket = text.startsWith('[') ? text.indexOf(']') : -1;
    if (text.startsWith('[') && bracket < 0)
        return std::nullopt;
    const qsizetype colon = bracket >= 0 ? (bracket + 1 < text.size() ? bracket + 1 : -1) : text.indexOf(':');
    Authority result;
    result.host = (colon < 0 ? text : text.first(colon)).toByteArray().toLower();
    constexpr QByteArrayView NotInHost = " \t\"\\/@?#,<>";
    if (std::any_of(NotInHost.begin(), NotInHost.end(), [&](char c) { return result.host.contains(c); }))
        return std::nullopt;
    if (colon < 0)
        return result;
    const QByteArrayView digits = text.sliced(colon);
    if (digits.front() != ':' || digits.size() > 6)
        return std::nullopt;
    if (digits.size() == 1)
        return result; // "host:" has the default port (RFC 3986 section 6.2.3)
    int port = 0;
    for (const char c : digits.sliced(1)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        port = port * 10 + (c - '0');
    }
    result.port = port;
    return port <= 65535 ? std::optional(result) : std::nullopt;
}

QByteArray withoutBrackets(const QByteArray& host)
{
    return host.startsWith('[') && host.endsWith(']') ? host.sliced(1, host.size() - 2) : host;
}

bool equalInConstantTime(const QByteArray& a, const QByteArray& b)
{
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= unsigned(a[i] ^ (b.isEmpty() ? '\0' : b[i % b.size()]));
    return difference == 0;
}

QList<QByteArray> valuesOf(const IncomingRequest& request, QByteArrayView name)
{
    QList<QByteArray> values;
    for (const HttpHeader& header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            values.append(header.value);
    }
    return values;
}

bool isGoodHost(const QByteArray& host, const QByteArray& boundName, QByteArrayView localAddress)
{
    const QByteArray name = withoutBrackets(host);
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || name == boundName.toLower() || name == localAddress;
}

bool carriesToken(const IncomingRequest& request, const QByteArray& token)
{
    const QList<QByteArray> values = valuesOf(request, "Authorization");
    constexpr qsizetype SchemeSize = 7;
    if (values.size() != 1 || values.first().first(std::min(SchemeSize, values.first().size())).toLower() != "bearer ")
        return false;
    return equalInConstantTime(values.first().sliced(SchemeSize).trimmed(), token);
}

}

std::optional<RequestGuard::Refusal> RequestGuard::check(const IncomingRequest& request, const LocalEnd& local) const
{
    const QList<QByteArray> hosts = valuesOf(request, "Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && request.minorVersion > 0))
        return Refusal {400, u"A request needs exactly one Host"_s};

    std::optional<Authority> host;
    for (const QByteArray& named : {hosts.value(0), request.target.authority}) {
        if (named.isNull())
            continue;
        host = parseAuthority(named);
        if (!host)
            return Refusal {400, u"The Host of the request is not a host name"_s};
        if (!isGoodHost(host->host, boundName, local.address))
            return Refusal {403, u"This gateway does not answer for that Host"_s};
    }

    for (const QByteArray& origin : valuesOf(request, "Origin")) {
        constexpr QByteArrayView Scheme = "http://";
        std::optional<Authority> from;
        if (origin.startsWith(Scheme))
            from = parseAuthority(QByteArrayView(origin).sliced(Scheme.size()));
        if (!from || !host || from->host != host->host || from->port != local.port)
            return Refusal {403, u"Requests from pages of another origin are refused"_s};
    }

    if (!token.isEmpty() && !carriesToken(request, token))
        return Refusal {401, u"This gateway needs its token as 'Authorization: Bearer …'"_s};
    return std::nullopt;
}

bool isLoopbackHost(QByteArrayView host)
{
    if (host.compare("localhost", Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress address(QString::fromUtf8(host));
    return !address.isNull() && address.isLoopback();
}

}
