#include "core/chat/answerprogress.h"
#include "core/chat/attachmenttext.h"
#include "core/chat/errorbody.h"
#include "core/chat/jsonreader.h"
#include "core/chat/requestbuilder.h"
#include "core/wire/utf8.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// The events of our own gateway: text as it is, without JSON around it, and named events for everything else.
class SluiceDecoder final : public DeltaDecoder
{
public:
    Result<void> decode(const SseEventView& event, Deltas& out) override;
    Result<void> decodeJson(QByteArrayView body, Deltas& out) override;
    bool isFinished() const override { return m_progress.isFinished(); }
    bool isDone() const override { return m_progress.isDone(); }
    QString finishReason() const override { return m_progress.finishReason(); }
    Result<void> end() const override { return m_progress.end(); }

private:
    Result<void> decodeDone(QByteArrayView data, Deltas& out);

    JsonReader m_reader;
    AnswerProgress m_progress;
    qint64 m_eventCount = 0;
};

Result<void> SluiceDecoder::decode(const SseEventView& event, Deltas& out)
{
    if (m_progress.isDone())
        return {};
    ++m_eventCount;
    if (!event.errorField.isEmpty())
        return std::unexpected(errorFromText(event.errorField));
    if (event.type == "message")
        m_progress.addText(textFromUtf8(event.data), out);
    else if (event.type == "reasoning")
        m_progress.addReasoning(textFromUtf8(event.data), out);
    else if (event.type == "cached")
        out.emplace_back(CachedDelta {});
    else if (event.type == "done")
        return decodeDone(event.data, out);
    else if (event.type == "error")
        return std::unexpected(errorFromText(event.data));
    return {};
}

Result<void> SluiceDecoder::decodeDone(QByteArrayView data, Deltas& out)
{
    const std::expected<JsonValue, ErrorKind> root = m_reader.read(data);
    if (!root || !root->isObject()) {
        return std::unexpected(Error {.kind = ErrorKind::Protocol,
            .message = QCoreApplication::translate("Error", "Event %1 (\"done\") of the server's answer is not a JSON object.")
                .arg(m_eventCount)});
    }
    const JsonValue usage = (*root)["usage"];
    m_progress.addUsage(
        {.promptTokens = usage["prompt_tokens"].integer(), .completionTokens = usage["completion_tokens"].integer()}, out);
    m_progress.finish((*root)["finish_reason"].string(), out);
    m_progress.setDone(out);
    return {};
}

Result<void> SluiceDecoder::decodeJson(QByteArrayView body, Deltas&)
{
    if (const auto root = m_reader.read(body); root && ((*root)["detail"].exists() || reportedError(*root)))
        return std::unexpected(errorFromText(body));
    return std::unexpected(Error {.kind = ErrorKind::Protocol,
        .message = QCoreApplication::translate(
            "Error", "The server answered with JSON where a Sluice gateway sends events: check the base URL of this endpoint.")});
}

/// The gateway of `sluicectl serve`. It keeps every stream for a while, so a broken one is replayed, and closing the socket alone
/// does not stop it.
class SluiceProvider final : public Provider
{
public:
    QString name() const override { return u"sluice"_s; }
    QString displayName() const override { return QCoreApplication::translate("Provider", "Sluice gateway"); }
    QUrl defaultBaseUrl() const override { return QUrl(u"http://127.0.0.1:8765"_s); }
    QByteArray keyVariable() const override { return "SLUICE_API_KEY"; }

    /// The gateway takes one message and no history: the last user turn is sent. Its model is chosen where it is started.
    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override;

    bool takesImages() const override { return false; }
    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override;
    Result<QStringList> parseModels(QByteArrayView body) const override { return modelNames(body); }
    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<SluiceDecoder>(); }
    bool outlivesConnection(const AnswerTrace& trace, const EndpointAbilities& abilities) const override;
    std::optional<HttpRequest> stopRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    QList<ResumeMeans> replayMeans(const EndpointAbilities&) const override { return {ResumeMeans::LastEventId}; }
    std::optional<HttpRequest> replayRequest(
        ResumeMeans means, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    /// It is told no earlier turns, so it can be given no beginning of an answer either.
    QList<ResumeMeans> paidMeans() const override { return {ResumeMeans::Restart}; }
    void learn(const HttpResponseHead& head, QByteArrayView list, EndpointAbilities& abilities) const override;
};

/// Where the stream of \a trace is found again; nothing when it has no usable name. The name is the server's word and must not
/// lead to another path.
std::optional<QUrl> streamUrl(const Endpoint& endpoint, const AnswerTrace& trace)
{
    constexpr qsizetype MaxNameLength = 256;
    const QByteArray id = trace.head ? headerValue(trace.head->headers, "X-Stream-Id") : QByteArray();
    if (id.isEmpty() || id.size() > MaxNameLength || id == "." || id == "..")
        return std::nullopt;
    return endpointUrl(endpoint.baseUrl, "streams/" + id.toPercentEncoding());
}

HttpRequest SluiceProvider::chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const
{
    const auto last = std::find_if(
        request.messages.rbegin(), request.messages.rend(), [](const Message& message) { return message.role == Role::User; });
    const QString message = last == request.messages.rend() ? QString() : textToSend(*last);
    return postForEvents(endpointUrl(endpoint.baseUrl, "chat"), bearerHeaders(key), {{u"message"_s, message}});
}

HttpRequest SluiceProvider::modelsRequest(const Endpoint& endpoint, const QByteArray& key) const
{
    return getJson(endpointUrl(endpoint.baseUrl, "v1/models"), bearerHeaders(key));
}

bool SluiceProvider::outlivesConnection(const AnswerTrace&, const EndpointAbilities&) const
{
    return true;
}

std::optional<HttpRequest> SluiceProvider::stopRequest(
    const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    const std::optional<QUrl> url = streamUrl(endpoint, trace);
    if (!url)
        return std::nullopt;
    return HttpRequest {.method = "DELETE", .url = *url, .headers = bearerHeaders(key), .body = {}};
}

/// Without an event yet: from the beginning.
std::optional<HttpRequest> SluiceProvider::replayRequest(
    ResumeMeans, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    const std::optional<QUrl> url = streamUrl(endpoint, trace);
    if (!url)
        return std::nullopt;
    HttpHeaders headers = bearerHeaders(key) + HttpHeaders {{"Accept", "text/event-stream"}};
    if (!trace.lastEventId.isEmpty())
        headers.append(safeHeader("Last-Event-ID", trace.lastEventId));
    return HttpRequest {.method = "GET", .url = *url, .headers = headers, .body = {}};
}

void SluiceProvider::learn(const HttpResponseHead& head, QByteArrayView, EndpointAbilities& abilities) const
{
    if (!headerValue(head.headers, "X-Stream-Id").isEmpty())
        abilities.eventIds = Ability::Yes;
}

const ProviderRegistration registration {std::make_unique<SluiceProvider>(), 40};

}

}
