#include "core/gateway/chatstart.h"

#include "core/gateway/chatformat.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/headgate.h"
#include "core/gateway/queryflag.h"
#include "core/gateway/requestbody.h"
#include "core/gateway/routes.h"
#include "core/gateway/strategyquery.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// The first value of \a query that does not parse. All routes look at all of them: one that is silently ignored by a route that
/// has no use for it is an error that nobody sees.
std::optional<QString> problemOf(const QueryParameters& query)
{
    if (const std::expected<StrategyOptions, QString> strategy = strategyOptions(query); !strategy)
        return strategy.error();
    for (const char* name : {"enable_compression", "use_cache"}) {
        if (const std::expected<bool, QString> flag = queryFlag(query, name, true); !flag)
            return flag.error();
    }
    return std::nullopt;
}

}

std::optional<AnswerRequest> chatRequest(Exchange& exchange, const RouteContext& context)
{
    const IncomingRequest& request = exchange.request();
    const std::expected<QString, ContentProblem> message = chatMessage(request);
    if (!message) {
        exchange.reply(detailReply(message.error().status, message.error().detail));
        return std::nullopt;
    }
    if (const std::optional<QString> problem = problemOf(request.target.query)) {
        exchange.reply(detailReply(422, *problem));
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

std::optional<ChatExtras> chatExtras(Exchange& exchange)
{
    const IncomingRequest& asked = exchange.request();
    ChatExtras extras;
    const std::expected<bool, QString> isPacked = queryFlag(asked.target.query, "enable_compression", false);
    if (!isPacked) {
        exchange.reply(detailReply(422, isPacked.error()));
        return std::nullopt;
    }
    if (*isPacked) {
        extras.follow.headers.append(HttpHeader {"Vary", "Accept-Encoding"});
        if (preferredCoding(asked.headers) == ContentCoding::Gzip) {
            extras.follow.coding = ContentCoding::Gzip;
            extras.follow.headers.append(HttpHeader {"Content-Encoding", "gzip"});
        }
    }
    if (asked.target.query.value("buffer_strategy")) {
        const std::expected<StrategyOptions, QString> strategy = strategyOptions(asked.target.query);
        if (!strategy) {
            exchange.reply(detailReply(422, strategy.error()));
            return std::nullopt;
        }
        extras.strategy = *strategy;
    }
    return extras;
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
