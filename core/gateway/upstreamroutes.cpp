#include "core/gateway/completionformat.h"
#include "core/gateway/completionstart.h"
#include "core/gateway/relayederror.h"
#include "core/gateway/relayformat.h"
#include "core/gateway/requestbody.h"
#include "core/gateway/routes.h"
#include "core/gateway/upstreamorigin.h"
#include "core/gateway/upstreamreply.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// A whole answer comes when all of it is made.
constexpr Millis WholeAnswerTime {600000};

void complete(Exchange& exchange, RouteContext& context, UpstreamOrigin& origin)
{
    const std::expected<RelayedRequest, ContentProblem> request = relayedRequest(exchange.request());
    if (!request) {
        refuseCompletion(exchange, request.error());
        return;
    }
    if (context.draining) {
        refuseDraining(exchange);
        return;
    }
    Upstream& server = origin.server();
    if (!request->stream) {
        HttpTimeouts timeouts = server.options().timeouts;
        timeouts.firstByte = std::max(timeouts.firstByte, WholeAnswerTime);
        exchange.wait(std::make_unique<UpstreamReply>(exchange, context.streams, &completionMetrics(exchange, context), server,
            server.completionRequest(request->body, false), timeouts));
        return;
    }
    const auto words = std::make_shared<QByteArray>();
    auto source = origin.open({.message = {}, .completion = request->body, .choices = request->choices, .demo = {}}, words);
    const auto refusal = [words](const Error& error) {
        Reply reply = jsonReply(statusFor(error), relayedErrorJson(*words, error));
        addRetryAfter(reply, error);
        return reply;
    };
    startCompletion(exchange, context, std::make_unique<RelayFormat>(), StreamRegistry::newId(), std::move(source), refusal);
}

void models(Exchange& exchange, RouteContext& context, Upstream& server)
{
    exchange.wait(std::make_unique<UpstreamReply>(
        exchange, context.streams, nullptr, server, server.modelsRequest(), server.options().timeouts));
}

}

void addUpstreamRoutes(Router& router, RouteContext& context, UpstreamOrigin& origin)
{
    router.add("POST", "/v1/chat/completions", [&context, &origin](Exchange& exchange) { complete(exchange, context, origin); });
    router.add("GET", "/v1/models", [&context, &origin](Exchange& exchange) { models(exchange, context, origin.server()); });
}

}
