#pragma once

#include "core/base/error.h"

#include <expected>

namespace sluice {

/// A value, or the reason why there is none. Never ignored: see docs/architecture.md, "Errors".
template <typename T>
using Result = std::expected<T, Error>;

}
