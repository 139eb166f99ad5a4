#pragma once

#include "core/recording/recording.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace sluice {

// The JSON of a recording's frames (docs/recording.md). Reading ignores fields that it does not know; nothing = this is not what
// such a frame holds.

QByteArray toJson(const RecordingHeader& header);
QByteArray toJson(const HttpRequest& request); ///< without its body
QByteArray toJson(const HttpResponseHead& head);
QByteArray toJson(const RecordedEnd& end); ///< its time stands in the frame, as does the next one's
QByteArray toJson(const RecordedOutcome& outcome);

std::optional<RecordingHeader> headerFromJson(QByteArrayView json);
std::optional<HttpRequest> requestFromJson(QByteArrayView json);
std::optional<HttpResponseHead> headFromJson(QByteArrayView json);
std::optional<RecordedEnd> endFromJson(QByteArrayView json);
std::optional<RecordedOutcome> outcomeFromJson(QByteArrayView json);

}
