#pragma once

#include "core/base/result.h"
#include "core/chat/endpoint.h"
#include "core/lab/loadplan.h"
#include "core/lab/loadreport.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace sluice {

/// Whom a load test asks, and what. A value.
struct LoadTarget
{
    Endpoint endpoint;
    QByteArray key; ///< may be empty
    QString model; ///< empty: the request names none
    std::vector<QString> prompts; ///< asked in turn, never empty
    std::optional<qint64> maxTokens {}; ///< of an answer; nothing = the server's
    QJsonObject extraBody {}; ///< goes over what the provider puts into the body
    bool gzip = true; ///< asks for compressed answers
};

/// Gives \a plan, whose provider is set, the requests to \a target and the certificates to trust. Reads files; Tls when those
/// hold no certificate.
Result<void> aimAt(const LoadTarget& target, LoadPlan& plan);

/// How a report tells \a plan; \a name is that of the test: "bench", "load".
LoadSetup setupOf(const QString& name, const LoadTarget& target, const LoadPlan& plan);

}
