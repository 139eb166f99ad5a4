#include "core/gateway/routes.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

Reply unknownStream()
{
    return detailReply(404, u"There is no such stream, or it ended too long ago");
}

void resume(Exchange& exchange, RouteContext& context)
{
    const std::shared_ptr<GatewayStream> stream = context.streams.find(exchange.request().pathParameter);
    if (!stream) {
        exchange.reply(unknownStream());
        return;
    }
    const std::expected<quint64, int> position = stream->positionAfter(headerValue(exchange.request().headers, "Last-Event-ID"));
    if (position)
        exchange.follow(stream, *position);
    else if (position.error() == 410)
        exchange.reply(detailReply(410, u"What follows is no longer in the log of this stream"));
    else
        exchange.reply(detailReply(position.error(), u"This stream never sent an event with that Last-Event-ID"));
}

void cancel(Exchange& exchange, RouteContext& context)
{
    const std::shared_ptr<GatewayStream> stream = context.streams.find(exchange.request().pathParameter);
    if (!stream) {
        exchange.reply(unknownStream());
        return;
    }
    stream->cancel({.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled"_s});
    exchange.reply({.status = 204, .headers = {}, .body = {}});
}

}

void addStreamRoutes(Router& router, RouteContext& context)
{
    router.add("GET", "/streams/{id}", [&context](Exchange& exchange) { resume(exchange, context); });
    router.add("DELETE", "/streams/{id}", [&context](Exchange& exchange) { cancel(exchange, context); });
}

void addHealthRoute(Router& router)
{
    router.add("GET", "/health",
        [](Exchange& exchange) { exchange.reply(jsonReply(200, "{\"status\":\"ok\",\"version\":\"" SLUICE_VERSION "\"}")); });
}

}
