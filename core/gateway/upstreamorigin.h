#pragma once

#include "core/gateway/answerorigin.h"
#include "core/gateway/upstream.h"

namespace sluice {

/// A server behind the gateway as the origin of answers. Gateway thread.
class UpstreamOrigin final : public AnswerOrigin
{
public:
    UpstreamOrigin(boost::asio::io_context& loop, const UpstreamOptions& options, std::shared_ptr<const TlsContext> tls);

    Upstream& server() { return m_upstream; }

    std::unique_ptr<AnswerSource> open(const AnswerRequest& request) override;
    /// The same, and what the server says when it refuses goes to \a refusal.
    std::unique_ptr<AnswerSource> open(const AnswerRequest& request, std::shared_ptr<QByteArray> refusal);

    std::shared_ptr<void> whenKnown(std::function<void()> callback) override;
    QJsonObject determining(const AnswerRequest& request) const override;
    QByteArray providerName() const override { return "openai"; }
    QByteArray modelName() const override { return m_upstream.model().toUtf8(); }

private:
    boost::asio::io_context& m_loop;
    Upstream m_upstream;
};

}
