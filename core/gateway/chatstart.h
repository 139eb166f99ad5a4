#pragma once

#include "core/gateway/answerorigin.h"
#include "core/gateway/exchange.h"
#include "core/gateway/gatewaystream.h"

#include <optional>

namespace sluice {

struct RouteContext;

/// What the /chat… routes have in common. Gateway thread.

/// What the client of \a exchange asks for; nothing when it was refused, and replied to: no message, a value of the query
/// that does not parse (whatever route it is for), no new streams.
std::optional<AnswerRequest> chatRequest(Exchange& exchange, const RouteContext& context);

/// What a route can do beside its own matter, by query: `buffer_strategy` with its options, and `enable_compression` for a client
/// that takes it. Neither unless it is asked for.
struct ChatExtras
{
    std::optional<StrategyOptions> strategy;
    FollowOptions follow;
};
/// Nothing when the request was refused, and replied to, because a value does not parse.
std::optional<ChatExtras> chatExtras(Exchange& exchange);

/// No new streams: 503.
Reply drainingReply();

/// Begins a stream, counted under the route that was asked for, from \a source, and lets \a exchange follow it once its head is
/// known.
void startChat(Exchange& exchange, RouteContext& context, StreamSetup setup, std::unique_ptr<AnswerSource> source,
    const FollowOptions& options = {});

}
