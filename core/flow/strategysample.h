#pragma once

#include "core/flow/strategyplay.h"

namespace sluice {

/// A stream to show strategies with: text in the language of the program, with some of another one, in the pieces that models
/// send, some 25 a second with jitter, pauses and the bursts that follow a pause. Made up, about eight seconds long, and the same
/// every time.
std::vector<TimedText> strategySample();

}
