#pragma once

#include "core/base/error.h"
#include "core/flow/deltaqueue.h"
#include "core/gateway/streamlog.h"

#include <expected>
#include <vector>

namespace sluice {

class StageClock;
class StreamRegistry;
struct RouteMetrics;

/// A connection that follows a stream. Gateway thread.
class StreamReader
{
public:
    virtual ~StreamReader() = default;
    /// Number of the first event that is not wholly handed to the kernel yet.
    virtual quint64 sentUpTo() const = 0;
    /// The log has more, or the stream has ended. Must not call back into the stream.
    virtual void streamGrew() = 0;
    /// What this reader needs next is gone: its connection has to break off.
    virtual void cutOff() = 0;
};

/// A log of events that grows, and any number of readers that send it at their own pace. How it is filled is the derived class'.
///
/// Backpressure: it is filled while the fastest reader lags by less than a window; with no reader, until the log is full. A log
/// that is full drops what the fastest reader has had; a slower one that still needed it is cut off. Without event ids nobody can
/// come back, and what all readers have had is dropped at once.
///
/// Gateway thread. \a registry bounds all logs together and outlives this.
class FollowedStream
{
public:
    FollowedStream(StreamRegistry& registry, QByteArray id, bool hasEventIds);
    virtual ~FollowedStream();
    Q_DISABLE_COPY_MOVE(FollowedStream)

    const QByteArray& id() const { return m_id; }
    bool hasEventIds() const { return m_hasEventIds; }
    const StreamLog& log() const { return m_log; }
    bool isEnded() const { return m_ended; }
    bool hasReaders() const { return !m_readers.empty(); }

    /// What readers are sent is counted there; null: nowhere.
    RouteMetrics* metrics() const { return m_metrics; }
    /// Null unless it is profiled. As old as this.
    StageClock* clock() const { return m_clock; }

    /// Number of the event that follows \a lastEventId (empty = the start), or the HTTP status to refuse with: 400 for an id this
    /// stream never had, 410 for what is no longer in the log.
    std::expected<quint64, int> positionAfter(QByteArrayView lastEventId) const;
    /// The same for a log that has the events from \a first to before \a next.
    static std::expected<quint64, int> positionAfter(QByteArrayView lastEventId, quint64 first, quint64 next);

    void attach(StreamReader& reader);
    void detach(StreamReader& reader);
    /// A reader's sentUpTo() has grown.
    void readerAdvanced();

protected:
    /// Go: fill on. Called when it changes; at first it is Go.
    virtual void setReading(Reading reading) = 0;
    virtual void readersCame() { }
    virtual void readersLeft() { }
    /// One of them has sent more.
    virtual void readersAdvanced() { }
    /// Where the fastest reader is; 0 without one.
    quint64 fastestReader() const;

    /// So many events have not been taken by any reader yet. Only after watchQueue().
    virtual void queueMoved(quint64 /*events*/) { }
    void watchQueue(RouteMetrics* metrics, StageClock* clock);

    Reading reading() const { return m_reading; }

    StreamRegistry& registry() const { return m_registry; }
    StreamLog& editableLog() { return m_log; }
    /// The log was written to, and had \a bytesBefore.
    virtual void afterWriting(qint64 bytesBefore);
    void markEnded() { m_ended = true; }
    /// At most so many events wait for the fastest reader; 0 = bytes alone decide.
    void setQueuedEvents(quint64 most) { m_queuedEvents = most; }
    void updateReading();
    void dropAll();
    /// What comes next will never come.
    void cutOffReaders();

private:
    void trimLog();
    quint64 slowestReader() const;
    void noteQueue();
    bool isWindowFull() const;

    StreamRegistry& m_registry;
    const QByteArray m_id;
    const bool m_hasEventIds;
    quint64 m_queuedEvents = 0;
    RouteMetrics* m_metrics = nullptr;
    StageClock* m_clock = nullptr;
    bool m_isQueueWatched = false;
    quint64 m_delivered = 1; ///< events before this one were taken by a reader; only while it is watched
    Reading m_reading = Reading::Go;
    StreamLog m_log;
    std::vector<StreamReader*> m_readers;
    bool m_ended = false;
};

}
