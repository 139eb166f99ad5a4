#include "core/gateway/chatstart.h"
#include "core/gateway/queryflag.h"
#include "core/gateway/routes.h"

namespace sluice {

namespace {

void chat(Exchange& exchange, RouteContext& context)
{
    const IncomingRequest& asked = exchange.request();
    const std::expected<bool, QString> isEnabled = queryFlag(asked.target.query, "enable_compression", true);
    if (!isEnabled) {
        exchange.reply(detailReply(422, isEnabled.error()));
        return;
    }
    FollowOptions options {.headers = {{"Vary", "Accept-Encoding"}}};
    if (*isEnabled && preferredCoding(asked.headers) == ContentCoding::Gzip) {
        options.coding = ContentCoding::Gzip;
        options.headers.append(HttpHeader {"Content-Encoding", "gzip"});
    }
    if (const std::optional<AnswerRequest> request = chatRequest(exchange, context))
        startChat(exchange, context, {.grace = context.resumeGrace}, context.origin.open(*request), options);
}

}

void addCompressedRoute(Router& router, RouteContext& context)
{
    router.add("POST", "/chat-compressed", [&context](Exchange& exchange) { chat(exchange, context); });
}

}
