#include "core/gateway/completionformat.h"
#include "core/gateway/completionstart.h"
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
        refuseCompletion(exchange, request.error());
        return;
    }
    if (context.draining) {
        refuseDraining(exchange);
        return;
    }
    const QByteArray id = StreamRegistry::newId();
    const CompletionHead head {
        .id = "chatcmpl-" + id, .created = qint64(std::time(nullptr)), .model = context.origin.modelName()};
    auto source =
        context.origin.open({.message = request->message, .completion = exchange.request().body, .demo = request->demo});
    if (!request->stream) {
        exchange.wait(std::make_unique<WholeCompletion>(
            exchange, context.streams, completionMetrics(exchange, context), head, std::move(source)));
        return;
    }
    startCompletion(exchange, context, std::make_unique<CompletionFormat>(head, request->includeUsage), id, std::move(source),
        completionRefusal);
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
