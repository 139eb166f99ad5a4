#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QByteArrayView>

#include <optional>

namespace sluice {

class JsonValue;

// What a server says when it fails, in the many shapes servers have for it, as an Error. The message is one sentence of at most
// 500 characters: what happened, then the server's own words with keys and markup taken out.

/// The error that a JSON value among ordinary ones reports: {"error":{…}}, {"error":"…"}, {"object":"error",…} or
/// {"type":"error",…}; nothing when it reports none ("error": null is none).
std::optional<Error> reportedError(const JsonValue& root);

/// The error that \a payload stands for where only an error is expected (an `error:` field, an `event: error`): JSON of any shape
/// or plain text.
Error errorFromText(QByteArrayView payload);

/// The error an HTTP answer of status 400 or above stands for; see Provider::errorFromResponse().
Error errorFromAnswer(const HttpResponseHead& head, QByteArrayView body);

}
