#include "core/gateway/chatstart.h"

#include "core/gateway/chatformat.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/headgate.h"
#include "core/gateway/requestbody.h"
#include "core/gateway/routes.h"

using namespace Qt::StringLiterals;

namespace sluice {

std::optional<AnswerRequest> chatRequest(Exchange& exchange, const RouteContext& context)
{
    const IncomingRequest& request = exchange.request();
    const std::expected<QString, ContentProblem> message = chatMessage(request);
    if (!message) {
        exchange.reply(detailReply(message.error().status, message.error().detail));
        return std::nullopt;
    }
    const std::expected<DemoOptions, QString> demo = parseDemoOptions(request.target.query);
    if (!demo) {
        exchange.reply(detailReply(422, demo.error()));
        return std::nullopt;
    }
    if (context.draining) {
        exchange.reply(drainingReply());
        return std::nullopt;
    }
    return AnswerRequest {.message = *message, .completion = {}, .demo = *demo};
}

Reply drainingReply()
{
    return detailReply(503, u"The gateway is shutting down");
}

void startChat(Exchange& exchange, RouteContext& context, StreamSetup setup, std::unique_ptr<AnswerSource> source,
    const FollowOptions& options)
{
    context.metrics.watch(setup, exchange.request().target.path, context.origin.providerName(), exchange.request().arrivedAt);
    const auto stream = context.streams.create(std::make_unique<ChatFormat>(), std::move(setup), StreamRegistry::newId());
    exchange.wait(std::make_unique<HeadGate>(exchange, stream, options, refusalReply, context.streams.loop()));
    stream->start(std::move(source));
}

}
