#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QUrl>

#include <optional>

namespace sluice {

/// What the head of an answer means to an event source (WHATWG HTML section 9.2.3).
struct EventSourceVerdict
{
    enum class Kind {
        Open, ///< an event stream follows
        Stop, ///< 204: the server wants no reconnection
        Redirect, ///< ask \c target instead
        Wait, ///< 429 or 503 with Retry-After: not in the standard, ours; \c error holds the time
        Fail, ///< everything else, for good
    };

    Kind kind = Kind::Open;
    QUrl target; ///< Redirect
    std::optional<Error> error; ///< Wait and Fail
};

/// Judges the answer \a head that \a url gave. Pure.
EventSourceVerdict judgeEventSource(const HttpResponseHead& head, const QUrl& url, qint64 nowUtcSeconds);

/// \a request as it goes on to \a target after \a status: a POST becomes a GET where fetch says so (301, 302, 303), and
/// credentials stay behind when the origin changes.
HttpRequest redirectedRequest(const HttpRequest& request, int status, const QUrl& target);

/// Whether later reconnections go to the target as well (RFC 9110 sections 15.4.2 and 15.4.9).
bool isPermanentRedirect(int status);

/// The pause before a reconnection: \a reconnectionTime, doubled for each of \a failures in a row after the first, up to
/// \a cap (or \a reconnectionTime itself when that is longer).
Millis reconnectDelay(Millis reconnectionTime, int failures, Millis cap);

/// Replaces every header \a name (case-insensitive), or appends it.
void setHeader(HttpHeaders& headers, QByteArrayView name, const QByteArray& value);

}
