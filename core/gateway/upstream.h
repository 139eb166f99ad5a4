#pragma once

#include "core/chat/provider.h"
#include "core/gateway/upstreamfetch.h"
#include "core/gateway/upstreamoptions.h"

#include <functional>
#include <list>
#include <memory>

namespace sluice {

/// The server behind the gateway: how it is asked, and which model it has. Gateway thread.
class Upstream
{
public:
    using ModelKnown = std::function<void(const Result<QString>& model)>;
    /// Who waits for the model; let go of it, and nobody is called.
    using ModelWait = std::shared_ptr<ModelKnown>;

    /// \a tls may be null where the base URL is http.
    Upstream(boost::asio::io_context& loop, const UpstreamOptions& options, std::shared_ptr<const TlsContext> tls);
    ~Upstream();
    Q_DISABLE_COPY_MOVE(Upstream)

    const UpstreamOptions& options() const { return m_options; }
    const Provider& provider() const { return *m_provider; }
    HttpClient& client() { return m_client; }

    /// A question in one turn, for \a model.
    HttpRequest chatRequest(const QString& model, const QString& message) const;
    /// A client's own request, as it is; its headers are ours.
    HttpRequest completionRequest(const QByteArray& body, bool stream) const;
    HttpRequest modelsRequest() const;

    /// The model that answers when nothing names one; empty while it is not known, and for a server that has no list.
    QString model() const { return m_model; }
    /// Finds out, by the server's list, once; after a failure the next one who asks tries again. \a known is called once, later,
    /// unless the result is let go of before; at once when it is known already.
    [[nodiscard]] ModelWait findModel(ModelKnown known);

private:
    Result<QString> firstModel(const std::expected<QByteArray, UpstreamFetch::Failure>& body) const;
    void takeModels(const std::expected<QByteArray, UpstreamFetch::Failure>& body);

    const UpstreamOptions m_options;
    const Provider* m_provider;
    const Endpoint m_endpoint;
    HttpClient m_client;
    QString m_model;
    bool m_isModelKnown; // it may have no name
    std::unique_ptr<UpstreamFetch> m_fetch;
    std::vector<std::weak_ptr<ModelKnown>> m_waiting;
};

}
