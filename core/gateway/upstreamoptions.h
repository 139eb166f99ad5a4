#pragma once

#include "core/sockets/httpexchange.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace sluice {

/// The server behind a gateway: any that speaks OpenAI's chat completions.
struct UpstreamOptions
{
    QUrl baseUrl; ///< http or https, with its version part: http://127.0.0.1:8080/v1
    QString model; ///< for the /chat… routes; empty = the first of the server's list
    QByteArray key; ///< sent as a bearer; may be empty
    QString caFile; ///< PEM; trusted beside the system's certificates
    HttpTimeouts timeouts;
};

}
