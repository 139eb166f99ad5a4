#include "core/chat/requestbuilder.h"
#include "core/chat/responsesdecoder.h"

#include <QUrlQuery>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// OpenAI's Responses API, and servers that have it too.
class ResponsesProvider final : public Provider
{
public:
    QString name() const override { return u"responses"_s; }
    QString displayName() const override { return u"OpenAI Responses"_s; }
    QUrl defaultBaseUrl() const override { return QUrl(u"https://api.openai.com/v1"_s); }
    QByteArray keyVariable() const override { return "OPENAI_API_KEY"; }
    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override;
    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override;
    Result<QStringList> parseModels(QByteArrayView body) const override { return modelNames(body); }
    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<ResponsesDecoder>(); }
    Ability keepsAnswers(const EndpointAbilities& abilities) const override { return abilities.background; }
    bool mayRefuseReplay() const override { return true; }
    bool outlivesConnection(const AnswerTrace& trace, const EndpointAbilities& abilities) const override;
    std::optional<HttpRequest> stopRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    QList<ResumeMeans> replayMeans(const EndpointAbilities&) const override { return {ResumeMeans::ResponseSequence}; }
    std::optional<HttpRequest> replayRequest(
        ResumeMeans means, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    std::optional<HttpRequest> pollRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    /// An answer at the end of its input is taken as an earlier turn, never gone on with.
    QList<ResumeMeans> paidMeans() const override { return {ResumeMeans::QuotedTurn, ResumeMeans::Restart}; }
};

PartForm inputParts()
{
    return {.text = [](const QString& text) { return QJsonObject {{u"type"_s, u"input_text"_s}, {u"text"_s, text}}; },
        .image =
            [](const Attachment& image) { return QJsonObject {{u"type"_s, u"input_image"_s}, {u"image_url"_s, dataUrl(image)}}; },
        .order = PartForm::Order::TextFirst};
}

HttpRequest ResponsesProvider::chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const
{
    const bool isKept = !request.replayName.isEmpty(); // nothing is kept on the server that we do not come back for
    QJsonObject body {
        {u"input"_s, roleMessages(turnsToSend(request), {}, inputParts())}, {u"stream"_s, true}, {u"store"_s, isKept}};
    if (isKept)
        body.insert(u"background"_s, true);
    if (!request.model.isEmpty())
        body.insert(u"model"_s, request.model);
    if (!request.system.isEmpty())
        body.insert(u"instructions"_s, request.system);
    if (request.maxTokens)
        body.insert(u"max_output_tokens"_s, *request.maxTokens);
    if (request.temperature)
        body.insert(u"temperature"_s, *request.temperature);
    return postForEvents(endpointUrl(endpoint.baseUrl, "responses"), bearerHeaders(key), body);
}

HttpRequest ResponsesProvider::modelsRequest(const Endpoint& endpoint, const QByteArray& key) const
{
    return getJson(endpointUrl(endpoint.baseUrl, "models"), bearerHeaders(key));
}

/// Where the response of \a trace is found again, with \a suffix behind its id; nothing while its id is not known. The id is the
/// server's word and must not lead to another path.
std::optional<QUrl> responseUrl(const Endpoint& endpoint, const AnswerTrace& trace, const QByteArray& suffix = {})
{
    constexpr qsizetype MaxIdLength = 256;
    const QByteArray id = trace.responseId.toUtf8();
    if (trace.replayName.isEmpty() || id.isEmpty() || id.size() > MaxIdLength || id == "." || id == "..")
        return std::nullopt;
    return endpointUrl(endpoint.baseUrl, "responses/" + id.toPercentEncoding() + suffix);
}

bool ResponsesProvider::outlivesConnection(const AnswerTrace& trace, const EndpointAbilities&) const
{
    return !trace.replayName.isEmpty();
}

std::optional<HttpRequest> ResponsesProvider::stopRequest(
    const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    const std::optional<QUrl> url = responseUrl(endpoint, trace, "/cancel");
    if (!url)
        return std::nullopt;
    const HttpHeaders headers {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    return HttpRequest {.method = "POST", .url = *url, .headers = headers + bearerHeaders(key), .body = {}};
}

std::optional<HttpRequest> ResponsesProvider::replayRequest(
    ResumeMeans, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    std::optional<QUrl> url = responseUrl(endpoint, trace);
    if (!url || (!trace.sequence && !trace.isFromStart))
        return std::nullopt;
    QUrlQuery query(*url);
    query.addQueryItem(u"stream"_s, u"true"_s);
    if (trace.sequence)
        query.addQueryItem(u"starting_after"_s, QString::number(*trace.sequence));
    url->setQuery(query);
    const HttpHeaders headers = bearerHeaders(key) + HttpHeaders {{"Accept", "text/event-stream"}};
    return HttpRequest {.method = "GET", .url = *url, .headers = headers, .body = {}};
}

std::optional<HttpRequest> ResponsesProvider::pollRequest(
    const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    const std::optional<QUrl> url = responseUrl(endpoint, trace);
    return url ? std::optional(getJson(*url, bearerHeaders(key))) : std::nullopt;
}

const ProviderRegistration registration {std::make_unique<ResponsesProvider>(), 20};

}

}
