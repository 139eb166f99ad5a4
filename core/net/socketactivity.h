#pragma once

#include "core/base/clock.h"

#include <optional>

namespace sluice {

/// When an event loop of Qt, in any thread of this process, last found something to read on a socket of the Internet protocols;
/// on steadyClock(). Nothing before the first time, and on systems where it is not known. Any thread.
///
/// What QNetworkAccessManager hands out was read by a thread of its own, from which it takes a wake of another one to the reader:
/// whoever measures a network would count that, too. Once that reader is told, this is its moment or, where a socket became
/// readable again meanwhile, a later one.
std::optional<TimePoint> lastSocketActivity();

}
