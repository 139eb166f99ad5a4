#include "core/gateway/upstream.h"

#include "core/chat/requestbuilder.h"

#include <boost/asio/io_context.hpp>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// A list needs no thought.
constexpr Millis ListTime {15000};

bool isLocal(const QUrl& url)
{
    const HostResolver::Addresses known = HostResolver::known(HttpOrigin::of(url).host);
    return !known.empty() && known.front().is_loopback();
}

}

Upstream::Upstream(boost::asio::io_context& loop, const UpstreamOptions& options, std::shared_ptr<const TlsContext> tls)
    : m_options(options)
    , m_provider(providerNamed(u"openai"))
    , m_endpoint({.id = {}, .name = {}, .provider = u"openai"_s, .baseUrl = options.baseUrl, .model = {}})
    , m_isLocal(isLocal(options.baseUrl))
    , m_client(loop, std::move(tls))
    , m_model(options.model)
{
    Q_ASSERT(m_provider);
}

Upstream::~Upstream() = default;

HttpRequest Upstream::chatRequest(const QString& model, const QString& message) const
{
    Message turn;
    turn.role = Role::User;
    turn.text = message;
    ChatRequest chat;
    chat.model = model;
    chat.messages = {turn};
    HttpRequest request = m_provider->chatRequest(m_endpoint, m_options.key, chat);
    request.headers.append(HttpHeader {"Accept-Encoding", m_isLocal ? "identity" : "gzip"});
    return request;
}

HttpRequest Upstream::completionRequest(const QByteArray& body, bool stream) const
{
    HttpRequest request = chatRequest({}, {});
    request.body = body;
    for (HttpHeader& header : request.headers) {
        if (!stream && header.name == "Accept")
            header.value = "application/json";
    }
    return request;
}

HttpRequest Upstream::modelsRequest() const
{
    HttpRequest request = m_provider->modelsRequest(m_endpoint, m_options.key);
    request.headers.append(HttpHeader {"Accept-Encoding", "identity"});
    return request;
}

Upstream::ModelWait Upstream::findModel(ModelKnown known)
{
    auto wait = std::make_shared<ModelKnown>(std::move(known));
    if (!m_model.isEmpty()) {
        (*wait)(m_model);
        return wait;
    }
    m_waiting.push_back(wait);
    if (!m_fetch) {
        const HttpTimeouts times {.connect = m_options.timeouts.connect, .firstByte = ListTime, .silence = ListTime};
        m_fetch =
            std::make_unique<UpstreamFetch>(m_client, modelsRequest(), times, [this](const auto& body) { takeModels(body); });
    }
    return wait;
}

void Upstream::takeModels(const std::expected<QByteArray, UpstreamFetch::Failure>& body)
{
    const std::unique_ptr<UpstreamFetch> fetch = std::move(m_fetch); // it is the caller
    Result<QString> model = m_model;
    if (!body) {
        model = std::unexpected(body.error().error);
    } else if (const Result<QStringList> models = m_provider->parseModels(*body); !models) {
        model = std::unexpected(models.error());
    } else if (models->isEmpty()) {
        model = std::unexpected(
            Error {.kind = ErrorKind::Protocol, .message = u"The server lists no model: name one with --model."_s});
    } else {
        model = m_model = models->first();
    }
    for (const std::weak_ptr<ModelKnown>& waiting : std::exchange(m_waiting, {})) {
        if (const ModelWait wait = waiting.lock())
            (*wait)(model);
    }
}

}
