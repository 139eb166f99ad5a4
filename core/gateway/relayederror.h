#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace sluice {

/// Whether \a json, among ordinary chunks or instead of them, says that the answer has failed.
bool reportsFailure(QByteArrayView json);

/// The error object of \a answer, a server's JSON: its "error", or the object itself where it is one ({"object":"error",…});
/// empty where there is none.
QJsonObject errorObject(const QJsonObject& answer);

/// What a server said about its failure, in the form of /v1: its own error object with all its members, "message", "type" and
/// "code" made up from \a error where it has none, and keys taken out of the message. \a theirs may be empty.
QJsonObject relayedError(const QJsonObject& theirs, const Error& error);

/// The same as {"error": …}; \a body is the whole answer of the server, of any kind.
QByteArray relayedErrorJson(const QByteArray& body, const Error& error);

}
