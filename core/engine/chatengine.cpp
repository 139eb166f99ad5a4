#include "core/engine/chatengine.h"

#include "core/base/joinedthread.h"
#include "core/base/threadhandover.h"
#include "core/engine/cacheside.h"
#include "core/engine/networkside.h"
#include "core/engine/queuedhandle.h"

#include <QDir>
#include <QHash>
#include <QPointer>

#include <optional>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// A stop call that is lost lets the server generate on, at the user's cost; a server that does not take it may not hold the end.
constexpr Millis StopCallPatience {1000};

}

struct ChatEngine::Private
{
    struct Job
    {
        QPointer<QObject> context;
        std::function<void(const Result<EndpointProbe>&)> done;
    };

    std::optional<JoinedThread> cacheThread;
    CacheSide* cache = nullptr; ///< lives in \c cacheThread and is destroyed by its end; null without a cache
    JoinedThread thread {"network"};
    NetworkSide* side = nullptr; ///< lives in \c thread and is destroyed by its end
    QHash<quint64, QueuedHandle*> handles; ///< all that exist; they take themselves out
    QHash<quint64, Job> jobs;
    quint64 lastNumber = 0;
    ProxyChoice proxy;
    SlotPoolStats poolStats = {};
    CacheStats cacheStats = {};

    template <typename Function>
    void post(Function function)
    {
        QMetaObject::invokeMethod(side, handover::posted([target = side, function] { function(*target); }), Qt::QueuedConnection);
    }

    template <typename Function>
    void postToCache(Function function)
    {
        if (cache) {
            QMetaObject::invokeMethod(
                cache, handover::posted([target = cache, function] { function(*target); }), Qt::QueuedConnection);
        }
    }

    void openCache(ChatEngine& engine, const EngineOptions& options);
    void closeCache();
};

void ChatEngine::Private::openCache(ChatEngine& engine, const EngineOptions& options)
{
    cache = new CacheSide(QDir(options.cacheDirectory).filePath(u"cache.db"_s), options.cache); // no parent: it changes thread
    cacheThread.emplace("cache");
    cacheThread->adopt(*cache);
    connect(cache, &CacheSide::statsChanged, &engine, [this, &engine](const handover::Sent<CacheStats>& stats) {
        cacheStats = stats.get();
        Q_EMIT engine.cacheStatsChanged(cacheStats);
    });
    connect(
        cache, &CacheSide::found, side, [this](quint64 id, const handover::Sent<std::shared_ptr<const RecordedAnswer>>& answer) {
            side->takeFound(id, answer.get());
        });
}

void ChatEngine::Private::closeCache()
{
    if (!cache)
        return;
    postToCache([this](CacheSide& last) { // behind what is to be written
        last.deleteLater();
        cacheThread->quit();
    });
    cacheThread->join();
}

ChatEngine::ChatEngine(QObject* parent)
    : ChatEngine(EngineOptions(), parent)
{ }

ChatEngine::ChatEngine(const EngineOptions& options, QObject* parent)
    : QObject(parent)
{
    // GLib's event loop writes to a pipe for every posted event, Qt's own once a wake: a sixth of the system calls when a server
    // sends bursts. It concerns threads started from now on, Qt's HTTP threads included, and not the main one.
    if (qEnvironmentVariableIsEmpty("QT_NO_THREADED_GLIB"))
        qputenv("QT_NO_THREADED_GLIB", "1");
    d = std::make_unique<Private>();
    d->side = new NetworkSide(options.environment); // no parent: it changes thread
    d->thread.adopt(*d->side);
    if (!options.cacheDirectory.isEmpty())
        d->openCache(*this, options);
    d->post([pool = options.pool, cache = d->cache, metering = options.metering](
                NetworkSide& side) { side.begin(pool, cache, metering); });
    connect(d->side, &NetworkSide::statusChanged, this, [this](quint64 id, const handover::Sent<StreamStatus>& status) {
        if (QueuedHandle* handle = d->handles.value(id))
            handle->takeStatus(status.get());
    });
    connect(d->side, &NetworkSide::woken, this, [this](quint64 id, const handover::Sent<StreamFigures>& figures) {
        if (QueuedHandle* handle = d->handles.value(id))
            handle->wake(figures.get());
    });
    connect(d->side, &NetworkSide::arrived, this,
        [this](quint64 id, const handover::Sent<std::shared_ptr<const ArrivalFigures>>& figures) {
            if (QueuedHandle* handle = d->handles.value(id))
                handle->takeArrivals(figures.get());
        });
    connect(d->side, &NetworkSide::closed, this,
        [this](quint64 id, const handover::Sent<StreamFigures>& figures, bool awaitsServerStop) {
            if (QueuedHandle* handle = d->handles.value(id))
                handle->close(figures.get(), awaitsServerStop);
        });
    connect(d->side, &NetworkSide::ticketChanged, this,
        [this](quint64 id, const handover::Sent<std::optional<ReplayTicket>>& ticket) {
            if (QueuedHandle* handle = d->handles.value(id))
                Q_EMIT handle->ticketChanged(ticket.get());
        });
    connect(d->side, &NetworkSide::serverStopped, this, [this](quint64 id, ServerStop outcome) {
        handover::receive();
        if (QueuedHandle* handle = d->handles.value(id))
            handle->takeServerStop(outcome);
    });
    connect(d->side, &NetworkSide::abilitiesLearned, this,
        [this](const Endpoint& endpoint, const handover::Sent<EndpointAbilities>& abilities) {
            const EndpointAbilities& learned = abilities.get(); // receives, before the endpoint is looked at
            Q_EMIT abilitiesLearned(endpoint, learned);
        });
    connect(d->side, &NetworkSide::poolChanged, this, [this](const handover::Sent<SlotPoolStats>& stats) {
        d->poolStats = stats.get();
        Q_EMIT poolStatsChanged(d->poolStats);
    });
    connect(d->side, &NetworkSide::modelsFetched, this, [this](quint64 id, const handover::Sent<Result<EndpointProbe>>& result) {
        const Private::Job job = d->jobs.take(id);
        if (job.context)
            job.done(result.get());
    });
    connect(
        d->side, &NetworkSide::callsFinished, d->side,
        [p = d.get()] {
            p->side->deleteLater();
            p->thread.quit();
        },
        Qt::DirectConnection);
}

ChatEngine::~ChatEngine()
{
    for (QueuedHandle* handle : std::as_const(d->handles))
        handle->detach();
    d->post([](NetworkSide& side) { side.finishCalls(StopCallPatience); });
    d->thread.join();
    d->closeCache();
}

std::unique_ptr<StreamHandle> ChatEngine::start(const StreamRequest& request)
{
    const quint64 id = ++d->lastNumber;
    // The queue is drained by the handle, and only while it is attached: then d and the network side are alive.
    const auto link = std::make_shared<StreamLink>([p = d.get(), id] { p->post([id](NetworkSide& side) { side.readOn(id); }); });
    auto handle = std::make_unique<QueuedHandle>(link, request.frameInterval,
        QueuedHandle::Wires {
            .stop = [p = d.get(), id] { p->post([id](NetworkSide& side) { side.stopStream(id); }); },
            .setStrategy =
                [p = d.get(), id](const StrategyOptions& options) {
                    p->post([id, options](NetworkSide& side) { side.setStrategy(id, options); });
                },
            .setWatched =
                [p = d.get(), id](
                    bool isWatched) { p->post([id, isWatched](NetworkSide& side) { side.setWatched(id, isWatched); }); },
            .drop =
                [p = d.get(), id] {
                    p->handles.remove(id);
                    p->post([id](NetworkSide& side) { side.dropStream(id); });
                },
        });
    d->handles.insert(id, handle.get());
    d->post([id, request, link](NetworkSide& side) { side.startStream(id, request, link); });
    return handle;
}

void ChatEngine::fetchModels(
    const Endpoint& endpoint, const QByteArray& key, QObject* context, std::function<void(const Result<EndpointProbe>&)> done)
{
    const quint64 job = ++d->lastNumber;
    d->jobs.insert(job, {context, std::move(done)});
    d->post([job, endpoint, key](NetworkSide& side) { side.fetchModels(job, endpoint, key); });
}

void ChatEngine::rememberAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities)
{
    d->post([endpoint, abilities](NetworkSide& side) { side.rememberAbilities(endpoint, abilities); });
}

void ChatEngine::setOffline(bool isOffline)
{
    d->post([isOffline](NetworkSide& side) { side.setOffline(isOffline); });
}

void ChatEngine::checkConnections()
{
    d->post([](NetworkSide& side) { side.checkConnections(); });
}

int ChatEngine::activeStreams() const
{
    int active = 0;
    for (const QueuedHandle* handle : std::as_const(d->handles))
        active += isRunning(handle->status().state) ? 1 : 0;
    return active;
}

void ChatEngine::setMaxStreams(int max)
{
    d->post([max](NetworkSide& side) { side.setMaxStreams(max); });
}

void ChatEngine::setProxy(const ProxyChoice& proxy)
{
    d->proxy = proxy;
    d->post([proxy](NetworkSide& side) { side.setProxy(proxy); });
}

const ProxyChoice& ChatEngine::proxy() const
{
    return d->proxy;
}

SlotPoolStats ChatEngine::poolStats() const
{
    return d->poolStats;
}

bool ChatEngine::hasCache() const
{
    return d->cache;
}

void ChatEngine::setCacheLimits(const CacheLimits& limits)
{
    d->postToCache([limits](CacheSide& cache) { cache.setLimits(limits); });
}

void ChatEngine::clearCache()
{
    d->postToCache([](CacheSide& cache) { cache.clear(); });
}

CacheStats ChatEngine::cacheStats() const
{
    return d->cacheStats;
}

}
