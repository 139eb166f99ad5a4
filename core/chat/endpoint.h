#pragma once

#include "core/base/proxychoice.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace sluice {

/// A provider kind, a base URL and defaults, configured by the user. The API key is not part of it: it lives in the keyring under
/// \c id and is handed to Provider functions separately.
struct Endpoint
{
    QString id; ///< stable and unique; also the name of its key in the keyring
    QString name; ///< as shown
    QString provider; ///< the name of a registered Provider: "openai", "responses", "anthropic", "sluice"
    QUrl baseUrl; ///< includes the version part: http://127.0.0.1:8080/v1
    QString model; ///< default model; empty = the server's first
    std::optional<ProxyChoice> proxy {}; ///< nothing: as chosen for all endpoints
    QString caFile {}; ///< path of certificates (PEM) that are trusted here in addition to the system's; empty = none

    bool operator==(const Endpoint&) const = default;
};

}
