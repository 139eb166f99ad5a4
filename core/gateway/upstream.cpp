#include "core/gateway/upstream.h"

#include "core/chat/requestbuilder.h"

#include <boost/asio/io_context.hpp>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// A list needs no thought.
constexpr Millis ListTime {15000};

}

Upstream::Upstream(boost::asio::io_context& loop, const UpstreamOptions& options, std::shared_ptr<const TlsContext> tls)
    : m_options(options)
    , m_provider(providerNamed(u"openai"))
    , m_endpoint({.id = {}, .name = {}, .provider = u"openai"_s, .baseUrl = options.baseUrl, .model = {}})
    , m_client(loop, std::move(tls))
    , m_model(options.model)
    , m_isModelKnown(!options.model.isEmpty())
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
    request.headers.append(HttpHeader {"Accept-Encoding", "gzip"});
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
    request.headers.append(HttpHeader {"Accept-Encoding", "gzip"});
    return request;
}

Upstream::ModelWait Upstream::findModel(ModelKnown known)
{
    auto wait = std::make_shared<ModelKnown>(std::move(known));
    if (m_isModelKnown) {
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

Result<QString> Upstream::firstModel(const std::expected<QByteArray, UpstreamFetch::Failure>& body) const
{
    Result<QStringList> models = body ? m_provider->parseModels(*body) : std::unexpected(body.error().error);
    if (!models) {
        // No list to be had (404, not JSON): many small servers have one model and none of that route, and take any name.
        return models.error().kind == ErrorKind::Protocol ? Result<QString>(QString()) : std::unexpected(models.error());
    }
    if (models->isEmpty()) {
        return std::unexpected(
            Error {.kind = ErrorKind::Protocol, .message = u"The server lists no models: name one with --model."_s});
    }
    return models->first();
}

void Upstream::takeModels(const std::expected<QByteArray, UpstreamFetch::Failure>& body)
{
    const std::unique_ptr<UpstreamFetch> fetch = std::move(m_fetch); // it is the caller
    const Result<QString> model = firstModel(body);
    m_isModelKnown = model.has_value();
    m_model = model.value_or(QString());
    for (const std::weak_ptr<ModelKnown>& waiting : std::exchange(m_waiting, {})) {
        if (const ModelWait wait = waiting.lock())
            (*wait)(model);
    }
}

}
