#pragma once

#include "core/gateway/gatewayserver.h"

#include <QString>

#include <optional>

class QCommandLineParser;

namespace sluice {

/// --upstream, --model, --api-key-env and --upstream-ca of `sluicectl serve`: the server behind the gateway.
void addUpstreamOptions(QCommandLineParser& parser);

/// Reads them into \a options, and the key from the environment. One sentence about what is wrong with them, if something is.
std::optional<QString> readUpstreamOptions(const QCommandLineParser& parser, GatewayOptions& options);

}
