#include "core/gateway/answercache.h"
#include "core/gateway/chatstart.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/profilebook.h"
#include "core/gateway/routes.h"
#include "core/gateway/sharedprofile.h"
#include "core/gateway/strategyquery.h"
#include "core/gateway/streampool.h"
#include "core/profile/profilejson.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Both routes take what /chat-buffered takes.
void chat(Exchange& exchange, RouteContext& context, const std::optional<StrategyOptions>& otherwise, bool isProfiled)
{
    const QueryParameters& query = exchange.request().target.query;
    StreamSetup setup {.grace = context.resumeGrace, .strategy = otherwise};
    if (query.value("buffer_strategy")) {
        const std::expected<StrategyOptions, QString> strategy = strategyOptions(query);
        if (!strategy) {
            exchange.reply(detailReply(422, strategy.error()));
            return;
        }
        setup.strategy = *strategy;
    }
    const std::optional<AnswerRequest> request = chatRequest(exchange, context);
    if (!request)
        return;
    if (isProfiled)
        setup.clock = context.profiles.newClock();
    startChat(exchange, context, std::move(setup), context.origin.open(*request));
}

/// What the pool and the cache count themselves.
void takeOver(RouteContext& context)
{
    const QByteArray provider = context.origin.providerName();
    context.metrics.route("/chat-pooled", provider).setPoolWaiting(context.pool.stats().waiting);
    const AnswerCacheStats& cache = context.cache.stats();
    context.metrics.route("/chat-cached", provider).setCacheCounts(cache.hits, cache.misses);
}

void metrics(Exchange& exchange, RouteContext& context)
{
    takeOver(context);
    if (context.shared)
        context.metrics.route(SharedRoute, context.origin.providerName());
    exchange.reply(metricsReply(context.metrics.text()));
}

void profile(Exchange& exchange, RouteContext& context)
{
    const QByteArray id = exchange.request().pathParameter;
    const std::shared_ptr<GatewayStream> stream = context.streams.find(id);
    if (stream && stream->clock())
        exchange.reply(jsonReply(200, profileJson(id, *stream->clock())));
    else if (context.shared)
        exchange.wait(std::make_unique<SharedProfile>(exchange, *context.shared, id));
    else
        exchange.reply(detailReply(404, u"There is no profile of such a stream"));
}

}

void addMetricsRoutes(Router& router, RouteContext& context)
{
    // As the seed has it: five deltas a flush, so that there is a buffer to be measured.
    const StrategyOptions fives {.name = u"fixed"_s, .size = 5};
    router.add("POST", "/chat-monitored", [&context, fives](Exchange& exchange) { chat(exchange, context, fives, false); });
    router.add("GET", "/metrics", [&context](Exchange& exchange) { metrics(exchange, context); });
    router.add("POST", "/chat-profiled", [&context](Exchange& exchange) { chat(exchange, context, std::nullopt, true); });
    router.add("GET", "/profiles/{id}", [&context](Exchange& exchange) { profile(exchange, context); });
    // Every series is there before its first stream.
    for (const char* route : {"/chat", "/chat-buffered", "/chat-backpressure", "/chat-pooled", "/chat-compressed", "/chat-cached",
             "/chat-monitored", "/chat-profiled", "/v1/chat/completions"})
        context.metrics.route(route, context.origin.providerName());
}

}
