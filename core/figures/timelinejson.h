#pragma once

#include "core/chat/jsonreader.h"
#include "core/figures/streamtimeline.h"

#include <QByteArray>
#include <QJsonObject>

#include <memory>

namespace sluice {

// A timeline as JSON, in the history's rows and in the panel's export alike. Times are milliseconds, to the microsecond. What
// says nothing is left out; reading ignores what it does not know, takes no value for an empty one, and keeps within the bounds
// of StreamTimeline whatever it reads. Pure.

QJsonObject timelineToJson(const StreamTimeline& timeline);
StreamTimeline timelineFromJson(const JsonValue& value);

/// The same in a few kilobytes, compressed.
QByteArray packTimeline(const StreamTimeline& timeline);
/// Null for what is none.
std::shared_ptr<const StreamTimeline> unpackTimeline(const QByteArray& packed);

}
