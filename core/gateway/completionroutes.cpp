#include "core/gateway/completionformat.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/headgate.h"
#include "core/gateway/requestbody.h"
#include "core/gateway/routes.h"
#include "core/gateway/wholecompletion.h"

#include <ctime>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

void complete(Exchange& exchange, RouteContext& context)
{
    const std::expected<CompletionRequest, ContentProblem> request = completionRequest(exchange.request());
    if (!request) {
        const ContentProblem& problem = request.error();
        exchange.reply(jsonReply(problem.status, completionErrorJson(problem.detail, u"invalid_request_error", problem.code)));
        return;
    }
    if (context.draining) {
        exchange.reply(jsonReply(503, completionErrorJson(u"The gateway is shutting down", u"server", u"503")));
        return;
    }
    const QByteArray id = StreamRegistry::newId();
    const CompletionHead head {
        .id = "chatcmpl-" + id, .created = qint64(std::time(nullptr)), .model = context.origin.modelName()};
    auto source =
        context.origin.open({.message = request->message, .completion = exchange.request().body, .demo = request->demo});
    if (!request->stream) {
        exchange.wait(std::make_unique<WholeCompletion>(exchange, context.streams, head, std::move(source)));
        return;
    }
    StreamSetup setup {.grace = Millis(0)};
    context.metrics.watch(setup, exchange.request().target.path, context.origin.providerName(), exchange.request().arrivedAt);
    const auto stream =
        context.streams.create(std::make_unique<CompletionFormat>(head, request->includeUsage), std::move(setup), id);
    exchange.wait(std::make_unique<HeadGate>(exchange, stream, FollowOptions {}, completionRefusal, context.streams.loop()));
    stream->start(std::move(source));
}

void models(Exchange& exchange)
{
    exchange.reply(
        jsonReply(200, R"({"object":"list","data":[{"id":"demo","object":"model","created":0,"owned_by":"sluice"}]})"));
}

}

void addCompletionRoutes(Router& router, RouteContext& context)
{
    router.add("POST", "/v1/chat/completions", [&context](Exchange& exchange) { complete(exchange, context); });
    router.add("GET", "/v1/models", models);
}

}
