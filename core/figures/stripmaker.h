#pragma once

#include "core/chat/answerstrip.h"
#include "core/figures/streamtimeline.h"

namespace sluice {

/// \a timeline in one line. Empty while nothing has come. Where nothing is known of how deltas came, it shows how they were
/// shown. Pure.
AnswerStrip makeStrip(const StreamTimeline& timeline);

}
