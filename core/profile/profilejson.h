#pragma once

#include <QByteArray>

namespace sluice {

class StageClock;

/// The profile of a stream as JSON:
/// {"stream_id","total_ms","stages":[{"name","cumulative_ms","cpu_ms","count"}],"traceEvents":[…]}. The stages are the ten that
/// took longest, the longest first; the whole is at the same time a trace that Perfetto and chrome://tracing open. \a streamId
/// needs no escape.
QByteArray profileJson(const QByteArray& streamId, const StageClock& clock);

}
