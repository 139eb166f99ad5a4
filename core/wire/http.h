#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QUrl>

#include <optional>

namespace sluice {

struct HttpHeader
{
    QByteArray name;
    QByteArray value;

    bool operator==(const HttpHeader&) const = default;
};

using HttpHeaders = QList<HttpHeader>;

/// One request as a provider builds it and the transport sends it. A value; \c headers may hold a key, so it is never logged.
struct HttpRequest
{
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers;
    QByteArray body;
};

/// Status line and headers of an answer, known before its body.
struct HttpResponseHead
{
    int status = 0;
    HttpHeaders headers;
    bool isHttp2 = false; ///< it came over HTTP/2, which was allowed
};

/// The first value of header \a name (case-insensitive, RFC 9110 section 5.1); empty when it is absent.
QByteArray headerValue(const HttpHeaders& headers, QByteArrayView name);

/// The type/subtype of a Content-Type value, lower case, without parameters (RFC 9110 section 8.3).
QByteArray mediaType(QByteArrayView contentType);

/// The waiting time a Retry-After value asks for: delay-seconds, or an HTTP-date relative to \a nowUtcSeconds
/// (RFC 9110 section 10.2.3). Nothing for a value that is neither. Never negative, never more than a day.
std::optional<Millis> parseRetryAfter(QByteArrayView value, qint64 nowUtcSeconds);

/// Adds \a nowUtcSeconds, when the answer was received, as its Date unless the server sent one (RFC 9110 section 6.6.1).
void addMissingDate(HttpHeaders& headers, qint64 nowUtcSeconds);

}
