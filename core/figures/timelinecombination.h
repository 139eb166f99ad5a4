#pragma once

#include "core/figures/arrivalrecorder.h"
#include "core/figures/screenrecorder.h"

#include <memory>

namespace sluice {

/// What both threads know of a stream, put together as of \a nowMs after its start. Without \a arrivals, those are not known yet,
/// only what was shown. Pure.
///
/// A gap in what is shown is split by when the delta that ended it came: the time until then was quiet of the network, but for
/// what of it reading was stopped; the rest was held back. The wait before the first delta is no stall. While the stream runs,
/// a gap that lasts until now counts, and so does one before its end.
StreamTimeline combine(const std::shared_ptr<const ArrivalFigures>& arrivals, const ScreenFigures& screen, double nowMs);

}
