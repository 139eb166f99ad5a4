#include "core/gateway/answercache.h"
#include "core/gateway/chatstart.h"
#include "core/gateway/gatewaymetrics.h"
#include "core/gateway/queryflag.h"
#include "core/gateway/routes.h"
#include "core/metrics/routemetrics.h"

namespace sluice {

namespace {

/// A request that waits for what the cache says.
class CachedStart final : public PendingReply
{
public:
    CachedStart(Exchange& exchange, RouteContext& context, const AnswerRequest& request, ChatExtras extras)
        : m_exchange(exchange)
        , m_context(context)
        , m_request(request)
        , m_extras(std::move(extras))
        , m_known(context.origin.whenKnown([this] { look(); }))
    { }
    ~CachedStart() override { m_context.cache.cancel(m_opening); }
    Q_DISABLE_COPY_MOVE(CachedStart)

private:
    void look()
    {
        m_opening = m_context.cache.open(
            m_request, m_context.origin, [this](std::unique_ptr<AnswerSource> source) { begin(std::move(source)); });
    }
    void begin(std::unique_ptr<AnswerSource> source)
    {
        if (m_context.draining)
            m_exchange.reply(drainingReply());
        else
            startChat(m_exchange, m_context, {.grace = m_context.resumeGrace, .strategy = m_extras.strategy}, std::move(source),
                m_extras.follow);
    }

    Exchange& m_exchange;
    RouteContext& m_context;
    const AnswerRequest m_request;
    const ChatExtras m_extras;
    quint64 m_opening = 0; // 0 = what the answer depends on is not known yet
    const std::shared_ptr<void> m_known; // last: it may call back at once
};

void chat(Exchange& exchange, RouteContext& context)
{
    const std::expected<bool, QString> usesCache = queryFlag(exchange.request().target.query, "use_cache", true);
    if (!usesCache) {
        exchange.reply(detailReply(422, usesCache.error()));
        return;
    }
    const std::optional<ChatExtras> extras = chatExtras(exchange);
    if (!extras)
        return;
    const std::optional<AnswerRequest> request = chatRequest(exchange, context);
    if (!request)
        return;
    if (*usesCache)
        exchange.wait(std::make_unique<CachedStart>(exchange, context, *request, *extras));
    else
        startChat(exchange, context, {.grace = context.resumeGrace, .strategy = extras->strategy}, context.origin.open(*request),
            extras->follow);
}

}

void addCachedRoute(Router& router, RouteContext& context)
{
    context.cache.setOnReceived([&context](const SourceFigures& figures) {
        context.metrics.route("/chat-cached", context.origin.providerName())
            .countReceived(figures.wireBytes, figures.decodedBytes);
    });
    router.add("POST", "/chat-cached", [&context](Exchange& exchange) { chat(exchange, context); });
}

}
