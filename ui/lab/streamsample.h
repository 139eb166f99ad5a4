#pragma once

#include "core/base/result.h"
#include "core/figures/streamtimeline.h"
#include "core/flow/strategyplay.h"

#include <vector>

namespace sluice {

/// A stream to play: when which text came.
struct StreamSample
{
    std::vector<TimedText> deltas; ///< by time
    Micros end {}; ///< of the stream
};

/// The made-up one of core/flow/strategysample.h.
StreamSample builtInSample();
/// The text of a .sluice file. Reads it: not on the GUI thread.
Result<StreamSample> sampleOfRecording(const QString& fileName);
/// Of a stored answer. Its timeline knows how many deltas came in each bucket, not what was in them: the text is dealt out
/// evenly. Nothing when there were none.
StreamSample sampleOfTimeline(const StreamTimeline& timeline, const QString& text);

}
