#pragma once

#include "core/base/result.h"
#include "core/recording/recording.h"
#include "core/recording/recordingframe.h"

#include <optional>

class QIODevice;

namespace sluice {

/// A recording as far as it could be read.
struct ReadRecording
{
    Recording recording;
    qint64 frames = 0; ///< that were whole
    /// Why it was not read to its end: it was cut off, damaged, or is too large. What stands before that is in the recording.
    std::optional<Error> damage;
};

/// Reads \a file, which must be open, from its beginning. Fails where there is nothing to keep: it is no recording, one of a
/// later format, or damaged in its first frame. Protocol or Overflow; Storage when it cannot be read. Memory is bounded by
/// MaxRecordingBytes, whatever the file says. Any thread.
Result<ReadRecording> readRecording(QIODevice& file);

/// The same for the file of that name.
Result<ReadRecording> readRecordingFile(const QString& fileName);

}
