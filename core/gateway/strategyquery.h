#pragma once

#include "core/flow/strategyoptions.h"
#include "core/gateway/requesttarget.h"

#include <expected>

namespace sluice {

/// The buffer strategy that a query asks for, by `buffer_strategy` and its options; what it leaves out is the default. Or the
/// sentence that refuses a value.
std::expected<StrategyOptions, QString> strategyOptions(const QueryParameters& query);

}
