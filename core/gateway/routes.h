#pragma once

#include "core/gateway/answerorigin.h"
#include "core/gateway/router.h"
#include "core/gateway/streamregistry.h"

namespace sluice {

class AnswerCache;
class GatewayMetrics;
class ProfileBook;
class SharedStreams;
class StreamPool;
class UpstreamOrigin;

/// What the routes work with. Gateway thread; outlives every exchange.
struct RouteContext
{
    StreamRegistry& streams;
    AnswerOrigin& origin;
    StreamPool& pool;
    AnswerCache& cache;
    GatewayMetrics& metrics;
    ProfileBook& profiles;
    Millis resumeGrace {10000};
    SharedStreams* shared = nullptr; ///< null: this gateway is alone
    bool draining = false; ///< no new streams
};

/// What readers of another gateway's streams are counted under: the route of the stream is that gateway's knowledge.
constexpr const char* SharedRoute = "/streams/{id}";

/// POST /chat, POST /chat-buffered, POST /chat-backpressure
void addChatRoutes(Router& router, RouteContext& context);
/// POST /chat-pooled, GET /pool-stats
void addPoolRoutes(Router& router, RouteContext& context);
/// POST /chat-compressed
void addCompressedRoute(Router& router, RouteContext& context);
/// POST /chat-cached
void addCachedRoute(Router& router, RouteContext& context);
/// POST /chat-monitored, GET /metrics, POST /chat-profiled, GET /profiles/{id}
void addMetricsRoutes(Router& router, RouteContext& context);
/// POST /v1/chat/completions, GET /v1/models
void addCompletionRoutes(Router& router, RouteContext& context);
/// The same in front of a server
void addUpstreamRoutes(Router& router, RouteContext& context, UpstreamOrigin& origin);
/// GET and DELETE /streams/{id}
void addStreamRoutes(Router& router, RouteContext& context);
/// GET /health
void addHealthRoute(Router& router);

}
