#pragma once

#include "core/base/result.h"
#include "core/chat/endpoint.h"

#include <QByteArray>
#include <QCommandLineOption>

#include <optional>

class QCommandLineParser;

namespace sluice {

class Provider;

/// The endpoint a command line names, before anything is connected.
struct EndpointChoice
{
    const Provider* provider = nullptr; ///< never null once read
    Endpoint endpoint;
    bool isDemo = false; ///< nothing was named: baseUrl is still empty
    QByteArray key; ///< from --api-key-env or the provider's variable; empty when there is none
    bool keyWasNamed = false; ///< --api-key-env was given
};

/// --provider, --base-url, --api-key-env and --ca-file, the same for every command that talks to an endpoint.
class EndpointOptions
{
public:
    void addTo(QCommandLineParser& parser) const;

    /// What was chosen, or one sentence about what is wrong with it (a usage error). Reads the environment and
    /// the certificate file, touches nothing else.
    std::expected<EndpointChoice, QString> read(const QCommandLineParser& parser) const;

private:
    QCommandLineOption m_provider {QStringLiteral("provider"), {}, QStringLiteral("P")};
    QCommandLineOption m_baseUrl {QStringLiteral("base-url"), {}, QStringLiteral("U")};
    QCommandLineOption m_keyVariable {QStringLiteral("api-key-env"), {}, QStringLiteral("VAR")};
    QCommandLineOption m_caFile {QStringLiteral("ca-file"), {}, QStringLiteral("FILE")};
};

}
