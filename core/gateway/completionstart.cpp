#include "core/gateway/completionstart.h"

#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/requestbody.h"
#include "core/gateway/routes.h"

namespace sluice {

void refuseCompletion(Exchange& exchange, const ContentProblem& problem)
{
    exchange.reply(jsonReply(problem.status, completionErrorJson(problem.detail, u"invalid_request_error", problem.code)));
}

void refuseDraining(Exchange& exchange)
{
    exchange.reply(jsonReply(503, completionErrorJson(u"The gateway is shutting down", u"server", u"503")));
}

RouteMetrics& completionMetrics(const Exchange& exchange, RouteContext& context)
{
    return context.metrics.route(exchange.request().target.path, context.origin.providerName());
}

void startCompletion(Exchange& exchange, RouteContext& context, std::unique_ptr<AnswerFormat> format, const QByteArray& id,
    std::unique_ptr<AnswerSource> source, HeadGate::Refusal refusal)
{
    StreamSetup setup {.grace = Millis(0)};
    context.metrics.watch(setup, exchange.request().target.path, context.origin.providerName(), exchange.request().arrivedAt);
    const auto stream = context.streams.create(std::move(format), std::move(setup), id);
    exchange.wait(std::make_unique<HeadGate>(exchange, stream, FollowOptions {}, std::move(refusal), context.streams.loop()));
    stream->start(std::move(source));
}

}
