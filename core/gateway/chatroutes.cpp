#include "core/gateway/chatstart.h"
#include "core/gateway/routes.h"
#include "core/gateway/strategyquery.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// The producer of /chat-backpressure waits while so many events have not been handed to the kernel.
constexpr quint64 QueuedEvents = 10;
constexpr Millis Heartbeat {1000};

void chat(Exchange& exchange, RouteContext& context, StreamSetup setup, const FollowOptions& options = {})
{
    setup.grace = context.resumeGrace;
    if (const std::optional<AnswerRequest> request = chatRequest(exchange, context))
        startChat(exchange, context, std::move(setup), context.origin.open(*request), options);
}

}

void addChatRoutes(Router& router, RouteContext& context)
{
    router.add("POST", "/chat", [&context](Exchange& exchange) { chat(exchange, context, StreamSetup()); });
    router.add("POST", "/chat-buffered", [&context](Exchange& exchange) {
        const std::expected<StrategyOptions, QString> strategy = strategyOptions(exchange.request().target.query);
        if (strategy)
            chat(exchange, context, {.strategy = *strategy});
        else
            exchange.reply(detailReply(422, strategy.error()));
    });
    // Heartbeats go to this route's own client: what GET /streams sends is the events and nothing else.
    router.add("POST", "/chat-backpressure", [&context](Exchange& exchange) {
        chat(exchange, context, {.strategy = {}, .queuedEvents = QueuedEvents}, {.heartbeat = Heartbeat});
    });
}

}
