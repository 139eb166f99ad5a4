#pragma once

#include "core/recording/recording.h"

#include <QString>

namespace sluice {

/// What was asked in \a recording: the words of the last user turn in its first request, whichever provider that was made for.
/// Empty when they are not found.
QString recordedPrompt(const Recording& recording);

}
