#pragma once

#include "core/wire/http.h"

#include <QByteArray>

#include <optional>

namespace sluice {

/// The first line and the headers of an HTTP/1.x message, as they came. A value.
struct MessageHead
{
    QByteArray startLine; ///< without its line end
    HttpHeaders headers;

    QByteArray method() const { return startLine.first(std::max<qsizetype>(startLine.indexOf(' '), 0)); }
    QByteArray target() const; ///< path and query
    int status() const; ///< of an answer; 0 when it has none
    int minorVersion() const; ///< of a request

    /// Whether \a token is in the list that header \a name holds.
    bool hasToken(QByteArrayView name, QByteArrayView token) const;
    void remove(QByteArrayView name);
    void set(const QByteArray& name, const QByteArray& value);
    /// Without Connection and what else is between two neighbours only (RFC 9110 section 7.6.1).
    void removeHopByHop();

    QByteArray toBytes() const; ///< the blank line included
};

/// The head in \a bytes, which end behind its blank line; nothing when they are none.
std::optional<MessageHead> parseHead(QByteArrayView bytes);

}
