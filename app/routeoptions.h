#pragma once

#include <QString>

#include <optional>

class QCommandLineParser;

namespace sluice {

struct GatewayOptions;

/// The options of `sluicectl serve` for what single routes do.
void addRouteOptions(QCommandLineParser& parser);
/// Reads them into \a options; a sentence about the first that cannot be used.
std::optional<QString> readRouteOptions(const QCommandLineParser& parser, GatewayOptions& options);

}
