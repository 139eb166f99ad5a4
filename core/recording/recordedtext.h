#pragma once

#include "core/base/result.h"
#include "core/flow/strategyplay.h"
#include "core/recording/recording.h"

#include <vector>

namespace sluice {

/// The text deltas of an answer, with the times at which their bytes had come, since its request.
struct RecordedText
{
    std::vector<TimedText> deltas;
    Micros end {0}; ///< of the answer: its last event
    qint64 characters = 0; ///< UTF-16 units
};

/// What a provider reads out of \a recording, from the request on that brought the most text: inflated, parsed and decoded as in
/// a stream. What stands before an error is given. Protocol when there is no text at all, or the provider is not known.
Result<RecordedText> recordedText(const Recording& recording);

}
