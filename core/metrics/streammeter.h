#pragma once

#include "core/base/clock.h"
#include "core/chat/delta.h"
#include "core/flow/deltaqueue.h"
#include "core/metrics/routemetrics.h"

#include <optional>

namespace sluice {

/// Counts one stream into its metrics as it runs. Pure but for them: time is an argument; any one thread. Exactly one of finish()
/// and refuse() ends it; a meter that is destroyed before gives back what it holds of the gauges.
class StreamMeter
{
public:
    /// The request came at \a began. \a buffers: a buffer strategy holds text back, and held() is told about it.
    StreamMeter(RouteMetrics& metrics, TimePoint began, bool buffers);
    ~StreamMeter();
    Q_DISABLE_COPY_MOVE(StreamMeter)

    RouteMetrics& metrics() { return m_metrics; }

    /// The request was not refused: it is a stream. The first delta says so too.
    void begin();
    void takeDelta(const Delta& delta, TimePoint received);
    /// So many text deltas were released together, and so many are still held.
    void flushed(int textDeltas);
    void held(int textDeltas) { m_held = textDeltas; }
    /// So many wait in the queue for the reader.
    void queued(qint64 deltas);
    void readingChanged(Reading reading, TimePoint now);
    /// Counts what it has been blocked for so far, when the figures are about to be read.
    void settle(TimePoint now);

    void finish(const StreamEnd& end, const Usage& usage, TimePoint now);
    /// It never was a stream.
    void refuse();

private:
    void leave();

    RouteMetrics& m_metrics;
    const TimePoint m_began;
    const bool m_buffers;
    bool m_isCounted = false;
    bool m_isActive = true;
    int m_held = 0;
    qint64 m_queued = 0;
    qint64 m_textDeltas = 0;
    std::optional<TimePoint> m_firstText;
    std::optional<TimePoint> m_lastDelta;
    std::optional<TimePoint> m_blockedSince;
};

}
