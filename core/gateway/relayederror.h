#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace sluice {

/// What a server said about its failure, in the form of /v1: its own error object with all its members, "message", "type" and
/// "code" made up from \a error where it has none, and keys taken out of the message. \a theirs may be empty.
QJsonObject relayedError(const QJsonObject& theirs, const Error& error);

/// The same as {"error": …}; \a body is the whole answer of the server, of any kind.
QByteArray relayedErrorJson(const QByteArray& body, const Error& error);

}
