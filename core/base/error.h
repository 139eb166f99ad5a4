#pragma once

#include "core/base/clock.h"

#include <QString>

#include <optional>

namespace sluice {

/// What went wrong, as far as code has to act on it. One taxonomy from the socket to the window.
enum class ErrorKind {
    Network, ///< no connection, or it broke: refused, reset, unknown host, closed before the end
    Timeout, ///< nothing came for too long
    Tls, ///< the secure connection could not be made
    Auth, ///< 401, 403
    RateLimit, ///< 429
    Server, ///< 5xx, overloaded
    Protocol, ///< other 4xx, not an event stream, bad JSON, bad gzip
    Overflow, ///< a limit of ours was crossed
    Cancelled, ///< the user stopped it
    Storage, ///< disk or database
};

/// The stable name of \a kind in JSON and on the command line: "rate_limit", "tls"…
QString errorKindName(ErrorKind kind);

/// The kind of that name; nothing for a name this version does not know.
std::optional<ErrorKind> errorKindFromName(QStringView name);

/// One failure. A plain value, safe to pass between threads.
struct Error
{
    ErrorKind kind = ErrorKind::Network;
    /// One sentence a person can act on. Holds no key, no prompt and no file content.
    QString message;
    /// The HTTP status that came with it; 0 when there was none.
    int httpStatus = 0;
    /// How long the server asked us to wait, if it did.
    std::optional<Millis> retryAfter {}; // initialised, so that a designated initialiser may leave it out

    bool operator==(const Error&) const = default;
};

/// The kind that an HTTP status of 400 or above stands for (RFC 9110 section 15; 529 is Anthropic's "overloaded").
ErrorKind errorKindForStatus(int httpStatus);

/// Whether the same request may succeed later: network, timeout, 408, 425, 429, 5xx. Never auth or other 4xx.
bool canPass(const Error& error);

}
