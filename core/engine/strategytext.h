#pragma once

#include "core/flow/strategyoptions.h"

#include <QByteArray>

#include <optional>

class QSettings;

namespace sluice {

/// \a options as a line of JSON, to be kept beside a conversation.
QByteArray strategyToJson(const StrategyOptions& options);
/// Nothing for what is no such line, or cannot be used.
std::optional<StrategyOptions> strategyFromJson(const QByteArray& json);

/// How the default stands in a settings file. Each value that is damaged or cannot be used is replaced by its default.
StrategyOptions readStrategy(const QSettings& file);
void writeStrategy(QSettings& file, const StrategyOptions& options);

}
