#pragma once

#include "core/gateway/exchange.h"
#include "core/gateway/streamregistry.h"
#include "core/gateway/upstream.h"
#include "core/gateway/wholemeter.h"

namespace sluice {

/// Passes an answer of the upstream on in one piece, its JSON as it is; a refusal in the form of /v1. A client that goes away
/// stops it at once. Owned by its exchange; gateway thread.
class UpstreamReply final : public PendingReply, public ActiveAnswer
{
public:
    /// What it points to outlives this. \a metrics: what it is counted by; null: it is no answer of the model.
    UpstreamReply(Exchange& exchange, StreamRegistry& streams, RouteMetrics* metrics, Upstream& upstream,
        const HttpRequest& request, const HttpTimeouts& timeouts);
    ~UpstreamReply() override;
    Q_DISABLE_COPY_MOVE(UpstreamReply)

    void cancel(const Error& error) override;

private:
    void take(const std::expected<QByteArray, UpstreamFetch::Failure>& body);
    void refuse(const Error& error, const QByteArray& body);

    Exchange& m_exchange;
    StreamRegistry& m_streams;
    WholeMeter m_meter;
    std::unique_ptr<UpstreamFetch> m_fetch; // null once it is replied to
};

}
