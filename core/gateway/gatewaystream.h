#pragma once

#include "core/flow/bufferstrategy.h"
#include "core/gateway/answerformat.h"
#include "core/gateway/answersource.h"
#include "core/gateway/headwatcher.h"
#include "core/gateway/streamlog.h"
#include "core/gateway/streamobserver.h"
#include "core/sockets/timer.h"

#include <expected>
#include <memory>
#include <vector>

namespace sluice {

class StreamRegistry;

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

/// An answer that can be ended from outside.
class ActiveAnswer
{
public:
    virtual ~ActiveAnswer() = default;
    /// Ends the answer with \a error, once what is held was released. Does nothing after the end.
    virtual void cancel(const Error& error) = 0;
};

struct StreamSetup
{
    Millis grace {10000}; ///< how long it goes on without a reader; 0 = not at all
    std::optional<StrategyOptions> strategy; ///< nothing = each delta at once
    quint64 queuedEvents = 0; ///< the source is not read while so many wait for the fastest reader; 0 = bytes alone decide
    std::vector<std::unique_ptr<StreamObserver>> observers {}; ///< let go at the end
};

/// One stream of the gateway: source → strategy → format → log, from which any number of readers send at their own pace.
///
/// Backpressure: the source is read while the fastest reader lags by less than a window; with no reader, until the log is full.
/// A log that is full drops what the fastest reader has had; a slower one that still needed it is cut off.
///
/// Gateway thread. The registry owns it, readers share it: the registry forgets an ended stream while a reader may still be
/// sending its rest, in no fixed order.
class GatewayStream final : public AnswerSink, public ActiveAnswer
{
public:
    GatewayStream(StreamRegistry& registry, QByteArray id, std::unique_ptr<AnswerFormat> format, StreamSetup setup);
    ~GatewayStream() override;
    Q_DISABLE_COPY_MOVE(GatewayStream)

    /// Begins with \a source. Once.
    void start(std::unique_ptr<AnswerSource> source);

    /// Null: nobody. The watcher is told once, and lives until then or until it is replaced.
    void watchHead(HeadWatcher* watcher) { m_headWatcher = watcher; }

    const QByteArray& id() const { return m_id; }
    const StreamLog& log() const { return m_log; }
    bool isEnded() const { return m_ended; }
    bool hasReaders() const { return !m_readers.empty(); }

    /// Number of the event that follows \a lastEventId (empty = the start), or the HTTP status to refuse with: 400 for an id this
    /// stream never had, 410 for what is no longer in the log.
    std::expected<quint64, int> positionAfter(QByteArrayView lastEventId) const;

    void attach(StreamReader& reader);
    /// The last reader to go starts the grace.
    void detach(StreamReader& reader);
    /// A reader's sentUpTo() has grown.
    void readerAdvanced();

    void cancel(const Error& error) override;
    void takeHead() override;
    void takeEvent(const SseEventView& event) override;
    void takeDelta(const Delta& delta) override;
    void takeEnd(const StreamEnd& end) override;

    /// Registry: the log is needed for others. Only after the end.
    void dropLog();

private:
    void endObservers(const StreamEnd& end, bool wasRefused);
    void releaseDue();
    void writeFlush(const Flush& flush, TimePoint at);
    void afterWriting(qint64 bytesBefore);
    void trimLog();
    quint64 fastestReader() const;
    void updateReading();
    bool isWindowFull() const;

    StreamRegistry& m_registry;
    const QByteArray m_id;
    StreamSetup m_setup;
    const bool m_hasEventIds;
    std::unique_ptr<AnswerFormat> m_format;
    std::unique_ptr<BufferStrategy> m_strategy; // null = each delta at once
    std::unique_ptr<AnswerSource> m_source;
    std::unique_ptr<Timer> m_strategyTimer; // null without a strategy
    Timer m_graceTimer;
    HeadWatcher* m_headWatcher = nullptr;
    bool m_hasHead = false;
    Reading m_reading = Reading::Go;
    StreamLog m_log;
    Usage m_usage;
    std::vector<StreamReader*> m_readers;
    bool m_ended = false;
};

}
