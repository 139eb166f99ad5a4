#pragma once

#include "core/wire/http.h"

#include <QByteArray>

namespace sluice {

// What must not get into a file that is given to others. Pure.

/// Whether a header field or a query parameter of that name holds a secret: Authorization, Cookie, api-key, access_token…
bool isSecretName(QByteArrayView name);

/// Without the fields that hold a secret, and with \a key hidden where it stands elsewhere.
HttpHeaders withoutSecrets(const HttpHeaders& headers, const QByteArray& key);

/// The same for all of a request: its URL has neither user info nor values of parameters that hold a secret, and its body no
/// \a key.
HttpRequest withoutSecrets(const HttpRequest& request, const QByteArray& key);

/// Overwrites each \a key in \a bytes with as many 'x': a server may say it back. Does nothing for a key shorter than
/// LeastKeyBytes, which could be a word.
void hideKey(QByteArray& bytes, const QByteArray& key);
inline constexpr qsizetype LeastKeyBytes = 8;

}
