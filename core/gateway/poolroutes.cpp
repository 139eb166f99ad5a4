#include "core/gateway/chatstart.h"
#include "core/gateway/routes.h"
#include "core/gateway/streampool.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Seconds. Who is refused has stood in line for the whole acquire timeout already.
constexpr const char* RetryAfter = "1";

/// A request that waits for its slot. Its client may go away meanwhile: then it leaves the line.
class PooledStart final : public PendingReply
{
public:
    PooledStart(Exchange& exchange, RouteContext& context, AnswerRequest request, ChatExtras extras)
        : m_exchange(exchange)
        , m_context(context)
        , m_request(std::move(request))
        , m_extras(std::move(extras))
        , m_waiter(context.pool.enter([this](Result<SlotPool::Slot> slot) { takeTurn(std::move(slot)); }))
    { }
    ~PooledStart() override { m_context.pool.leave(m_waiter); }
    Q_DISABLE_COPY_MOVE(PooledStart)

private:
    void takeTurn(Result<SlotPool::Slot> slot)
    {
        if (slot) {
            StreamSetup setup {.grace = m_context.resumeGrace, .strategy = m_extras.strategy};
            setup.observers.push_back(std::make_unique<SlotHolder>(std::move(*slot)));
            startChat(m_exchange, m_context, std::move(setup), m_context.origin.open(m_request), m_extras.follow);
            return;
        }
        if (slot.error().kind == ErrorKind::Cancelled) {
            m_exchange.reply(drainingReply());
            return;
        }
        Reply busy = detailReply(503, u"Server is busy, please try again later");
        busy.headers.append(HttpHeader {"Retry-After", RetryAfter});
        m_exchange.reply(busy);
    }

    Exchange& m_exchange;
    RouteContext& m_context;
    const AnswerRequest m_request;
    const ChatExtras m_extras;
    const quint64 m_waiter;
};

void chat(Exchange& exchange, RouteContext& context)
{
    std::optional<ChatExtras> extras = chatExtras(exchange);
    if (!extras)
        return;
    if (std::optional<AnswerRequest> request = chatRequest(exchange, context))
        exchange.wait(std::make_unique<PooledStart>(exchange, context, std::move(*request), std::move(*extras)));
}

void stats(Exchange& exchange, const RouteContext& context)
{
    const SlotPoolStats stats = context.pool.stats();
    exchange.reply(jsonReply(200,
        "{\"max_connections\":" + QByteArray::number(stats.max) + ",\"active_connections\":" + QByteArray::number(stats.active)
            + ",\"available_connections\":" + QByteArray::number(stats.available)
            + ",\"waiting\":" + QByteArray::number(stats.waiting) + '}'));
}

}

void addPoolRoutes(Router& router, RouteContext& context)
{
    router.add("POST", "/chat-pooled", [&context](Exchange& exchange) { chat(exchange, context); });
    router.add("GET", "/pool-stats", [&context](Exchange& exchange) { stats(exchange, context); });
}

}
