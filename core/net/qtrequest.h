#pragma once

#include "core/wire/http.h"

#include <QNetworkRequest>
#include <QString>

#include <optional>

class QSslConfiguration;

namespace sluice {

/// Why \a request must not be sent, for a person; nothing when it may. Qt would also open file:, qrc: and data: URLs, and checks
/// no header for line breaks.
std::optional<QString> objectionTo(const HttpRequest& request);

/// Qt's form of \a request but for method and body: redirects, cookies and caches are off, gzip is asked for and left as it is.
QNetworkRequest toQtRequest(const HttpRequest& request, const QSslConfiguration& tls, bool isHttp2Allowed);

}
