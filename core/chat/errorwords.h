#pragma once

#include "core/base/error.h"
#include "core/chat/jsonreader.h"

#include <QString>

#include <optional>

namespace sluice {

/// What a server's error object says, before it is judged.
struct ErrorWords
{
    QString message; ///< for people
    QString names; ///< its types and codes, in lower case, one after the other
    int httpStatus = 0;
    std::optional<ErrorKind> kind; ///< in our own taxonomy: the gateway names it
    std::optional<Millis> retryAfter;

    /// Collects from an error object, a string, or an object or array around either.
    static ErrorWords of(const JsonValue& value);

    /// Collects from JSON, or takes plain text as the message. A page of HTML says nothing.
    static ErrorWords of(QByteArrayView text);
};

/// The kind that a server's own names for its failure stand for: "rate_limit_exceeded", "overloaded_error"… Server for a name
/// nobody knows, because then trying again is worth it.
ErrorKind errorKindForNames(QStringView lowerCaseNames);

/// \a message on one line, at most \a maxLength characters, without keys; empty when it is markup or not text.
QString presentableWords(const QString& message, qsizetype maxLength);

}
