#pragma once

#include "core/flow/bufferstrategy.h"
#include "core/gateway/answerformat.h"
#include "core/gateway/answersource.h"
#include "core/gateway/followedstream.h"
#include "core/gateway/headwatcher.h"
#include "core/gateway/streamobserver.h"
#include "core/sockets/timer.h"

#include <memory>
#include <vector>

namespace sluice {

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
    std::optional<StrategyOptions> strategy {}; ///< nothing = each delta at once
    quint64 queuedEvents = 0; ///< the source is not read while so many wait for the fastest reader; 0 = bytes alone decide
    std::vector<std::unique_ptr<StreamObserver>> observers {}; ///< let go at the end
    RouteMetrics* metrics = nullptr; ///< what its readers are sent is counted there; null = nowhere
    std::shared_ptr<StageClock> clock {}; ///< null = it is not profiled
};

/// Keeps a copy of a stream's log elsewhere. Gateway thread.
class StreamMirror
{
public:
    virtual ~StreamMirror() = default;
    /// The log has more, or the stream has ended. Must not call back into the stream.
    virtual void streamGrew() = 0;
    /// The stream's profile is complete. As above.
    virtual void profileFinished() = 0;
};

/// One stream of this gateway: source → strategy → format → log.
///
/// Gateway thread. The registry owns it, readers share it: the registry forgets an ended stream while a reader may still be
/// sending its rest, in no fixed order.
class GatewayStream final : public FollowedStream, public AnswerSink, public ActiveAnswer
{
public:
    GatewayStream(StreamRegistry& registry, QByteArray id, std::unique_ptr<AnswerFormat> format, StreamSetup setup);
    ~GatewayStream() override;
    Q_DISABLE_COPY_MOVE(GatewayStream)

    /// Begins with \a source. Once.
    void start(std::unique_ptr<AnswerSource> source);

    /// Null: nobody. The watcher is told once, and lives until then or until it is replaced.
    void watchHead(HeadWatcher* watcher) { m_headWatcher = watcher; }

    void setMirror(std::shared_ptr<StreamMirror> mirror) { m_mirror = std::move(mirror); }

    void cancel(const Error& error) override;
    void takeHead() override;
    void takeEvent(const SseEventView& event) override;
    void takeDelta(const Delta& delta) override;
    void takeEnd(const StreamEnd& end) override;

    /// Registry: the log is needed for others. Only after the end.
    void dropLog();

protected:
    void setReading(Reading reading) override;
    void readersCame() override;
    void readersLeft() override;
    void queueMoved(quint64 events) override;
    void afterWriting(qint64 bytesBefore) override;

private:
    void endObservers(const StreamEnd& end, bool wasRefused);
    void releaseDue();
    void writeFlush(const Flush& flush, TimePoint at);

    StreamSetup m_setup;
    std::unique_ptr<AnswerFormat> m_format;
    std::unique_ptr<BufferStrategy> m_strategy; // null = each delta at once
    std::unique_ptr<AnswerSource> m_source;
    std::unique_ptr<Timer> m_strategyTimer; // null without a strategy
    Timer m_graceTimer;
    HeadWatcher* m_headWatcher = nullptr;
    bool m_hasHead = false;
    Usage m_usage;
    quint64 m_queuedUpTo = 1; // events before this one have entered the queue
    std::shared_ptr<StreamMirror> m_mirror; // null = none
};

}
