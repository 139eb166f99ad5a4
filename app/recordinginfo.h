#pragma once

#include "core/recording/recordingreader.h"

#include <QByteArray>

namespace sluice {

/// What is in a recording, as `replay --info` prints it: lines for people.
QByteArray recordingInfo(const ReadRecording& read);

/// The same as one JSON object and a line end (docs/sluicectl.md).
QByteArray recordingInfoJson(const ReadRecording& read);

}
