#pragma once

#include "core/flow/strategyoptions.h"
#include "core/gateway/requesttarget.h"

#include <expected>

namespace sluice {

/// The buffer strategy that \a query asks for with `buffer_strategy`, `size`, `min`, `max`, `timeout_ms`, `guard_ms` and
/// `delay_ms`. What it leaves out is as in StrategyOptions. The error is a sentence for the client: a name or value that cannot
/// be used. Pure.
std::expected<StrategyOptions, QString> strategyOptions(const QueryParameters& query);

}
