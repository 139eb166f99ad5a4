#pragma once

#include "core/flow/strategyoptions.h"

#include <QByteArray>

#include <optional>

namespace sluice {

/// \a options as a line of JSON, to be kept beside a conversation.
QByteArray strategyToJson(const StrategyOptions& options);
/// Nothing for what is no such line, or cannot be used.
std::optional<StrategyOptions> strategyFromJson(const QByteArray& json);

}
