#include "core/gateway/gatewayserver.h"

#include "core/gateway/answercache.h"
#include "core/gateway/cachethread.h"
#include "core/gateway/demoorigin.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/profilebook.h"
#include "core/gateway/reception.h"
#include "core/gateway/routes.h"
#include "core/gateway/sharedanswers.h"
#include "core/gateway/sharedstreams.h"
#include "core/gateway/streampool.h"
#include "core/gateway/upstreamorigin.h"
#include "core/redis/redischeck.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// For the last bytes of what was cancelled at the end of the drain.
constexpr Millis FarewellTime {1000};

Result<std::shared_ptr<const TlsContext>> tlsFor(const GatewayOptions& options)
{
    if (!options.upstream || options.upstream->baseUrl.scheme() != "https"_L1)
        return nullptr;
    return TlsContext::create(options.upstream->caFile);
}

int mostConnections(const GatewayOptions& options)
{
    const int perConnection = options.upstream ? 2 : 1; // its own, and the one to the server
    return std::min(options.maxConnections, Reception::affordable(perConnection));
}

std::unique_ptr<AnswerStore> newAnswerStore(asio::io_context& loop, const GatewayOptions& options)
{
    if (options.shared)
        return std::make_unique<SharedAnswers>(loop, options.cacheAge);
    return std::make_unique<CacheThread>(loop,
        options.cacheFile.isEmpty() ? ResponseCache::InMemory.toString() : options.cacheFile,
        CacheLimits {.maxBytes = options.cacheBytes, .maxAge = options.cacheAge});
}

}

struct GatewayServer::Private
{
    explicit Private(GatewayOptions given)
        : options(std::move(given))
        , tls(tlsFor(options))
        , upstream(options.upstream ? std::make_unique<UpstreamOrigin>(loop, *options.upstream, tls.value_or(nullptr)) : nullptr)
    {
        addChatRoutes(router, routes);
        addPoolRoutes(router, routes);
        addCompressedRoute(router, routes);
        addCachedRoute(router, routes);
        addMetricsRoutes(router, routes);
        if (upstream)
            addUpstreamRoutes(router, routes, *upstream);
        else
            addCompletionRoutes(router, routes);
        addStreamRoutes(router, routes);
        addHealthRoute(router);
        reception.setOnClosed([this] { checkDrained(); });
    }

    Result<void> joinOthers();
    void run();
    void drain();
    void checkDrained();
    void endDrain();
    void shutDown();

    const GatewayOptions options;
    asio::io_context loop {1};
    StreamPool pool {loop, {.max = options.maxStreams, .acquireTimeout = options.acquireTimeout}}; // outlives the streams
    StreamPool demoSlots {loop, {.max = std::max(1, options.demoSlots), .acquireTimeout = options.demoPatience}}; // so does this
    std::unique_ptr<AnswerStore> store {newAnswerStore(loop, options)};
    AnswerCache cache {loop, *store, {.patience = options.cachePatience}};
    GatewayMetrics metrics; // outlives the streams
    ProfileBook profiles;
    StreamRegistry streams {
        loop, {.logBytes = options.logBytes, .logTotalBytes = options.logTotalBytes, .logAge = options.logAge}};
    std::optional<SharedStreams> shared;
    DemoOrigin demo {loop, options.demoSlots > 0 ? &demoSlots : nullptr};
    const Result<std::shared_ptr<const TlsContext>> tls; // an error: start() tells
    const std::unique_ptr<UpstreamOrigin> upstream; // null: the demo model
    RouteContext routes {.streams = streams,
        .origin = upstream ? static_cast<AnswerOrigin&>(*upstream) : demo,
        .pool = pool,
        .cache = cache,
        .metrics = metrics,
        .profiles = profiles,
        .resumeGrace = options.resumeGrace,
        .draining = false};
    Router router;
    ArrivalBudget arrivals {options.arrivingBytes};
    ConnectionContext context {.router = router,
        .guard = {.boundName = options.host.toUtf8(), .token = options.token},
        .limits = {},
        .timeouts = options.timeouts,
        .arrivals = arrivals};
    Reception reception {loop, context, mostConnections(options)};
    Timer drainTimer {loop};
    std::function<void()> onDrained;
    std::thread thread;
};

Result<void> GatewayServer::Private::joinOthers()
{
    if (!options.shared)
        return {};
    const std::expected<RedisAddress, QString> redis = checkRedis(options.shared->redis);
    if (!redis)
        return std::unexpected(Error {.kind = ErrorKind::Network, .message = redis.error()});
    static_cast<SharedAnswers&>(*store).connect(*redis);
    shared.emplace(streams, SharedOptions {.redis = *redis, .ownerTimeout = options.shared->ownerTimeout});
    routes.shared = &*shared;
    return {};
}

void GatewayServer::Private::run()
{
    const auto work = asio::make_work_guard(loop);
    reception.open();
    loop.run();
}

void GatewayServer::Private::drain()
{
    // The acceptor stays open while streams run: a reader that lost its connection may still come back for the rest.
    routes.draining = true;
    pool.close();
    streams.setOnIdle([this] { asio::post(loop, [this] { checkDrained(); }); });
    drainTimer.startIn(options.drainTimeout, [this] { endDrain(); });
    checkDrained();
}

void GatewayServer::Private::checkDrained()
{
    if (!onDrained || streams.activeAnswers() > 0)
        return;
    reception.stopListening();
    reception.finishUp(); // may come back here
    if (reception.isEmpty() && onDrained) {
        drainTimer.stop();
        std::exchange(onDrained, {})();
    }
}

void GatewayServer::Private::endDrain()
{
    streams.cancelAll({.kind = ErrorKind::Server, .message = u"The gateway is shutting down"_s, .httpStatus = 503});
    drainTimer.startIn(FarewellTime, [this] { reception.closeAll(); });
}

void GatewayServer::Private::shutDown()
{
    onDrained = {};
    reception.stopListening();
    drainTimer.stop();
    reception.closeAll();
    streams.clear();
    cache.clear(); // before the origin goes
}

GatewayServer::GatewayServer(const GatewayOptions& options)
    : d(std::make_unique<Private>(options))
{ }

GatewayServer::~GatewayServer()
{
    if (!d->thread.joinable())
        return;
    asio::post(d->loop, [this] {
        d->shutDown();
        d->loop.stop();
    });
    d->thread.join();
    // What was cancelled still holds connections: let it go while all they refer to is alive.
    d->loop.restart();
    d->loop.poll();
}

Result<quint16> GatewayServer::start()
{
    Q_ASSERT(!d->thread.joinable());
    if (d->options.token.isEmpty() && !isLoopbackHost(d->options.host.toUtf8())) {
        return std::unexpected(
            Error {.kind = ErrorKind::Auth, .message = u"Listening on %1 needs a token"_s.arg(d->options.host)});
    }
    if (!d->tls)
        return std::unexpected(d->tls.error());
    if (const Result<void> joined = d->joinOthers(); !joined)
        return std::unexpected(joined.error());
    if (const error_code error = d->reception.listen(d->options.host, d->options.port))
        return std::unexpected(listenError(d->options.host, d->options.port, error));
    const quint16 port = d->reception.port();
    d->thread = std::thread([this] { d->run(); });
    return port;
}

QList<QByteArray> GatewayServer::routes() const
{
    return d->router.list(); // complete, and only read, since the constructor
}

void GatewayServer::drain(std::function<void()> done)
{
    asio::post(d->loop, [this, done = std::move(done)] {
        d->onDrained = done;
        d->drain();
    });
}

}
