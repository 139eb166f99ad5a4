#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/routes.h"
#include "core/gateway/sharedlookup.h"
#include "core/gateway/sharedstream.h"
#include "core/metrics/routemetrics.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

void refusePosition(Exchange& exchange, int status)
{
    if (status == 410)
        exchange.reply(detailReply(410, u"What follows is no longer in the log of this stream"));
    else
        exchange.reply(detailReply(status, u"This stream never sent an event with that Last-Event-ID"));
}

/// A reader came back, or another one came.
void countReturn(const FollowedStream& stream, const IncomingRequest& request, QByteArrayView lastEventId)
{
    RouteMetrics* const metrics = stream.metrics();
    if (!metrics || request.isHead())
        return;
    metrics->countReconnect();
    if (!lastEventId.isEmpty())
        metrics->countResume(ResumeMeans::LastEventId);
}

void resumeElsewhere(Exchange& exchange, RouteContext& context)
{
    SharedStreams& shared = *context.shared;
    RouteMetrics& metrics = context.metrics.route(SharedRoute, context.origin.providerName());
    const QByteArray id = exchange.request().pathParameter;
    const QByteArray last = headerValue(exchange.request().headers, "Last-Event-ID");
    exchange.wait(std::make_unique<SharedLookup>(
        exchange, shared, id, [&shared, &metrics, id, last](Exchange& asking, const SharedStreams::Found& found, bool isLast) {
            const auto position = FollowedStream::positionAfter(last, found.first, found.next);
            if (position) {
                const std::shared_ptr<SharedStream> stream = shared.open(id, found, *position, metrics);
                countReturn(*stream, asking.request(), last);
                asking.follow(stream, *position);
            } else if (position.error() == 400 && !found.hasEnded && last.toULongLong() >= found.next && !isLast)
                return false; // the client has it, Redis not yet
            else
                refusePosition(asking, position.error());
            return true;
        }));
}

void resume(Exchange& exchange, RouteContext& context)
{
    const std::shared_ptr<GatewayStream> stream = context.streams.find(exchange.request().pathParameter);
    std::expected<quint64, int> position = std::unexpected(404);
    const QByteArray last = headerValue(exchange.request().headers, "Last-Event-ID");
    if (stream)
        position = stream->positionAfter(last);
    if (position) {
        countReturn(*stream, exchange.request(), last);
        exchange.follow(stream, *position);
    } else if (context.shared && position.error() != 400)
        resumeElsewhere(exchange, context);
    else if (stream)
        refusePosition(exchange, position.error());
    else
        exchange.reply(unknownStreamReply());
}

void cancel(Exchange& exchange, RouteContext& context)
{
    const QByteArray id = exchange.request().pathParameter;
    const Reply done {.status = 204, .headers = {}, .body = {}};
    if (const std::shared_ptr<GatewayStream> stream = context.streams.find(id)) {
        stream->cancel({.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled"_s});
        exchange.reply(done);
    } else if (SharedStreams* shared = context.shared) {
        exchange.wait(std::make_unique<SharedLookup>(
            exchange, *shared, id, [shared, id, done](Exchange& asking, const SharedStreams::Found& found, bool) {
                shared->cancel(id, found);
                asking.reply(done);
                return true;
            }));
    } else {
        exchange.reply(unknownStreamReply());
    }
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
