#pragma once

#include "core/gateway/exchange.h"
#include "core/gateway/gatewaystream.h"
#include "core/gateway/headwatcher.h"
#include "core/sockets/timer.h"

#include <functional>

namespace sluice {

/// Holds the head of a streamed answer back until the origin has taken the request, one second at most: so a refusal keeps its
/// HTTP status. A client that goes away meanwhile ends the stream, whose id nobody knows. Owned by its exchange; gateway thread.
class HeadGate final : public PendingReply, public HeadWatcher
{
public:
    using Refusal = std::function<Reply(const Error&)>;

    /// \a exchange outlives this.
    HeadGate(Exchange& exchange, std::shared_ptr<GatewayStream> stream, const FollowOptions& options, Refusal refusal,
        boost::asio::io_context& loop);
    ~HeadGate() override;
    Q_DISABLE_COPY_MOVE(HeadGate)

    void headCame() override;
    void refused(const Error& error) override;

private:
    Exchange& m_exchange;
    std::shared_ptr<GatewayStream> m_stream; // null once the exchange has its answer
    const FollowOptions m_options;
    const Refusal m_refusal;
    Timer m_timer;
};

}
