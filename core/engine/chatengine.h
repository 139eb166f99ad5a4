#pragma once

#include "core/base/result.h"
#include "core/chat/endpointabilities.h"
#include "core/engine/endpointprobe.h"
#include "core/engine/engineenvironment.h"
#include "core/engine/streammetering.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streamstate.h"
#include "core/figures/streamtimeline.h"
#include "core/flow/framecoalescer.h"
#include "core/flow/slotpool.h"
#include "core/store/responsecache.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sluice {

/// One answer in flight, as its consumer sees it. Lives in the thread that called ChatEngine::start(). Destroying it stops the
/// stream.
///
/// Signals: statusChanged() any number of times, frame() any number of times, then exactly one ended(). Behind it comes only
/// serverStopped(), and that at most once.
class StreamHandle : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual StreamStatus status() const = 0;
    virtual StreamFigures figures() const = 0;

    /// Ends the stream: what is held is delivered, then ended() with kind Cancelled, at once. Does nothing after the end. Where
    /// closing the connection does not stop the server, it is told; serverStopped() says within five seconds what became of
    /// that. Destroying the handle before it gives up the word, not the call.
    virtual void stop() = 0;
    /// After ended(): serverStopped() is still to come.
    virtual bool awaitsServerStop() const = 0;

    /// Changes the strategy while the stream runs; what the old one holds is released first.
    virtual void setStrategy(const StrategyOptions& options) = 0;

    /// From now on at most one frame() in \a interval; 0 = at once. A frame that waits longer than that comes sooner.
    virtual void setFrameInterval(Millis interval) = 0;

    /// How the stream goes or went, as it was last told: at its end, before ended(), and while it is watched. Null before. Does
    /// not change any more once it is given away.
    virtual std::shared_ptr<const StreamTimeline> timeline() const = 0;
    /// Whether timeline() is to be kept up to date, ten times a second. A stream that nobody watches tells its end only.
    virtual void setWatched(bool isWatched) = 0;
    /// What is known of it in this thread alone, now: what was shown, not how it came.
    virtual StreamTimeline shownTimeline() const = 0;

Q_SIGNALS:
    void statusChanged(const sluice::StreamStatus& status);
    /// While it is watched, and once before statusChanged() says that it is over.
    void timelineChanged();
    /// What came since the last frame. Its \c end is empty: the end has its own signal.
    void frame(const sluice::FrameBatch& batch);
    /// Nothing to show, but \a text has come behind what the frames brought, and is held by the strategy: all that is held now. A
    /// frame says in \c held what is held then.
    void heldBack(const QString& text);
    void ended(const sluice::StreamEnd& end);
    /// Before the end: what it takes now to have the answer replayed, also in a later run; nothing = it cannot be.
    void ticketChanged(const std::optional<sluice::ReplayTicket>& ticket);
    /// The server was told to stop: it has confirmed that, or it is not known. status() says so from now on, too.
    void serverStopped(sluice::ServerStop outcome);
};

struct EngineOptions
{
    // Initialised, so that a designated initialiser may leave them out.
    SlotPoolOptions pool {};
    QString cacheDirectory {}; ///< where cache.db is or will be; empty = no response cache, and no thread for one
    CacheLimits cache {};
    EngineEnvironment environment {};
    StreamMetering metering {};
};

/// The façade that ui/ and app/ drive: owns the network thread and every stream in it, and the thread of the response cache.
/// Lives in one consumer thread with an event loop; its destructor stops all streams, writes what is to be cached and joins the
/// threads.
class ChatEngine final : public QObject
{
    Q_OBJECT

public:
    explicit ChatEngine(QObject* parent = nullptr);
    explicit ChatEngine(const EngineOptions& options, QObject* parent = nullptr);
    ~ChatEngine() override;

    /// Starts an answer. Never fails: a request that cannot even be sent ends its stream with an error. The caller owns the
    /// handle, which must be destroyed before the engine.
    std::unique_ptr<StreamHandle> start(const StreamRequest& request);

    /// Asks \a endpoint for its models; \a done is called once, in this thread, unless \a context is destroyed before.
    void fetchModels(const Endpoint& endpoint, const QByteArray& key, QObject* context,
        std::function<void(const Result<EndpointProbe>&)> done);

    /// What an earlier run has learnt about \a endpoint.
    void rememberAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities);

    /// The system says that there is no network, or that there is one again. Streams to this machine do not mind.
    void setOffline(bool isOffline);
    /// The network is another one: connections may be dead without a word. A sleep of the machine is noticed without this.
    void checkConnections();

    /// Streams that have not ended.
    int activeStreams() const;

    /// Streams that may run at once, answers from the cache not counted. Those that run now go on.
    void setMaxStreams(int max);
    void setProxy(const ProxyChoice& proxy); ///< for endpoints without their own; streams that run keep theirs
    const ProxyChoice& proxy() const;
    SlotPoolStats poolStats() const; ///< as last told by the network thread

    bool hasCache() const;
    // Do nothing without a cache.
    void setCacheLimits(const CacheLimits& limits);
    void clearCache();
    CacheStats cacheStats() const; ///< as last told by the cache thread

Q_SIGNALS:
    /// All that is known now about what \a endpoint can do; comes when that changed.
    void abilitiesLearned(const sluice::Endpoint& endpoint, const sluice::EndpointAbilities& abilities);
    void poolStatsChanged(const sluice::SlotPoolStats& stats);
    void cacheStatsChanged(const sluice::CacheStats& stats);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
