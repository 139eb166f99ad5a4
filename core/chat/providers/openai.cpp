#include "core/chat/errorbody.h"
#include "core/chat/jsondecoder.h"
#include "core/chat/requestbuilder.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Chat completion chunks (platform.openai.com/docs/api-reference/chat-streaming) as the many servers that imitate them send
/// them.
class OpenAiDecoder final : public JsonDecoder
{
protected:
    Result<void> decodeEvent(std::string_view type, const JsonValue& root, Deltas& out) override;
    Result<void> decodeAnswer(const JsonValue& root, Deltas& out) override;
    bool ownsEvent(std::string_view type) const override { return type == "message"; }

private:
    /// The fields in which servers send reasoning. Some send the same text in two of them: the first one that speaks is listened
    /// to.
    enum class ReasoningField { None, ReasoningContent, Reasoning, Details };

    Result<void> decodeChoices(const JsonValue& root, std::string_view messageName, Deltas& out);
    Result<void> decodeMessage(const JsonValue& message, Deltas& out);
    void decodeContent(const JsonValue& content, Deltas& out);
    void decodeReasoning(const JsonValue& message, Deltas& out);
    void addReasoningFrom(ReasoningField field, const QString& text, Deltas& out);
    Result<void> decodeToolCalls(const JsonValue& calls, Deltas& out);
    void decodeUsage(const JsonValue& usage, Deltas& out);

    ReasoningField m_reasoningField = ReasoningField::None;
};

Result<void> OpenAiDecoder::decodeEvent(std::string_view, const JsonValue& root, Deltas& out)
{
    return decodeChoices(root, "delta", out);
}

Result<void> OpenAiDecoder::decodeAnswer(const JsonValue& root, Deltas& out)
{
    return decodeChoices(root, "message", out);
}

Result<void> OpenAiDecoder::decodeChoices(const JsonValue& root, std::string_view messageName, Deltas& out)
{
    JsonValue choice; // we never ask for more than one
    root["choices"].each([&](const JsonValue& candidate) {
        if (!choice.exists() && candidate["index"].integer().value_or(0) == 0)
            choice = candidate;
    });
    JsonValue message = choice[messageName];
    // A whole answer in one event. MiniMax ends its streams with the whole text once more: only when nothing came before.
    if (!message.exists() && !progress().hasContent())
        message = choice["message"];
    if (Result<void> decoded = decodeMessage(message, out); !decoded)
        return decoded;
    decodeUsage(root["usage"].exists() ? root["usage"] : choice["usage"], out); // Moonshot puts it into the choice

    std::optional<Error> error = reportedError(root);
    if (!error)
        error = reportedError(choice);
    if (error)
        return std::unexpected(std::move(*error));
    const std::string_view reason = choice["finish_reason"].utf8();
    if (reason == "error") // OpenRouter, when the provider behind it failed
        return std::unexpected(errorFromText({}));
    if (!reason.empty() && reason != "null")
        progress().finish(choice["finish_reason"].string(), out);
    return {};
}

Result<void> OpenAiDecoder::decodeMessage(const JsonValue& message, Deltas& out)
{
    decodeReasoning(message, out);
    decodeContent(message["content"], out);
    progress().addText(message["refusal"].string(), out);
    return decodeToolCalls(message["tool_calls"], out);
}

/// A string, or Mistral's parts: [{"type":"thinking","thinking":[{"type":"text","text":…}]},{"type":"text","text":…}].
void OpenAiDecoder::decodeContent(const JsonValue& content, Deltas& out)
{
    progress().addText(content.string(), out);
    content.each([&](const JsonValue& part) {
        progress().addText(part["text"].string(), out);
        part["thinking"].each(
            [&](const JsonValue& thought) { addReasoningFrom(ReasoningField::Details, thought["text"].string(), out); });
    });
}

void OpenAiDecoder::decodeReasoning(const JsonValue& message, Deltas& out)
{
    addReasoningFrom(ReasoningField::ReasoningContent, message["reasoning_content"].string(), out);
    addReasoningFrom(ReasoningField::Reasoning, message["reasoning"].string(), out);
    message["reasoning_details"].each([&](const JsonValue& detail) {
        const JsonValue text = detail["text"].exists() ? detail["text"] : detail["summary"];
        addReasoningFrom(ReasoningField::Details, text.string(), out);
    });
}

void OpenAiDecoder::addReasoningFrom(ReasoningField field, const QString& text, Deltas& out)
{
    if (text.isEmpty())
        return;
    if (m_reasoningField == ReasoningField::None)
        m_reasoningField = field;
    if (m_reasoningField == field)
        progress().addReasoning(text, out);
}

Result<void> OpenAiDecoder::decodeToolCalls(const JsonValue& calls, Deltas& out)
{
    Result<void> result;
    bool isLater = false;
    calls.each([&](const JsonValue& call) {
        const JsonValue arguments = call["function"]["arguments"];
        const ToolCallPiece piece {.place = call["index"].integer(),
            .id = call["id"].string(),
            .name = call["function"]["name"].string(),
            .arguments = arguments.isObject() ? QString::fromUtf8(arguments.toJson()) : arguments.string(),
            .isLaterInEvent = isLater};
        isLater = true;
        if (result && call.isObject())
            result = progress().addToolCall(piece, out);
    });
    return result;
}

void OpenAiDecoder::decodeUsage(const JsonValue& usage, Deltas& out)
{
    if (usage.isObject()) {
        progress().addUsage(
            {.promptTokens = usage["prompt_tokens"].integer(), .completionTokens = usage["completion_tokens"].integer()}, out);
    }
}

/// Every server that speaks OpenAI's chat completions.
class OpenAiProvider final : public Provider
{
public:
    QString name() const override { return u"openai"_s; }
    QString displayName() const override { return QCoreApplication::translate("Provider", "OpenAI-compatible"); }
    QUrl defaultBaseUrl() const override { return QUrl(u"https://api.openai.com/v1"_s); }
    QByteArray keyVariable() const override { return "OPENAI_API_KEY"; }
    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override;
    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override;
    Result<QStringList> parseModels(QByteArrayView body) const override { return modelNames(body); }
    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<OpenAiDecoder>(); }
    Ability keepsAnswers(const EndpointAbilities& abilities) const override { return abilities.streamOffset; }
    bool outlivesConnection(const AnswerTrace& trace, const EndpointAbilities& abilities) const override;
    std::optional<HttpRequest> stopRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    QList<ResumeMeans> replayMeans(const EndpointAbilities& abilities) const override;
    std::optional<HttpRequest> replayRequest(
        ResumeMeans means, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const override;
    void learn(const HttpResponseHead& head, QByteArrayView list, EndpointAbilities& abilities) const override;
};

HttpHeaders credentials(const Endpoint& endpoint, const QByteArray& key)
{
    HttpHeaders headers = bearerHeaders(key);
    if (!headers.isEmpty() && endpoint.baseUrl.host().endsWith(".azure.com"_L1))
        headers.append(safeHeader("api-key", key)); // a bearer token there is an Entra token, never a key
    return headers;
}

HttpRequest OpenAiProvider::chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const
{
    QJsonObject body {{u"messages"_s, roleMessages(turnsToSend(request), request.system)}, {u"stream"_s, true},
        {u"stream_options"_s, QJsonObject {{u"include_usage"_s, true}}}};
    if (!request.model.isEmpty())
        body.insert(u"model"_s, request.model);
    // OpenAI's newer models refuse max_tokens, everybody else knows nothing but it.
    const bool isOpenAi = endpoint.baseUrl.host() == "api.openai.com"_L1;
    if (request.maxTokens)
        body.insert(isOpenAi ? u"max_completion_tokens"_s : u"max_tokens"_s, *request.maxTokens);
    if (request.temperature)
        body.insert(u"temperature"_s, *request.temperature);
    if (request.continuesAnswer) { // llama.cpp's and vLLM's words for it
        body.insert(u"continue_final_message"_s, true);
        body.insert(u"add_generation_prompt"_s, false);
    }
    HttpHeaders headers = credentials(endpoint, key);
    if (!request.replayName.isEmpty())
        headers.append(safeHeader("X-Conversation-Id", request.replayName));
    if (request.plainBody)
        headers.append(HttpHeader {"Accept-Encoding", "identity"});
    return postForEvents(endpointUrl(endpoint.baseUrl, "chat/completions"), headers, body);
}

HttpRequest OpenAiProvider::modelsRequest(const Endpoint& endpoint, const QByteArray& key) const
{
    return getJson(endpointUrl(endpoint.baseUrl, "models"), credentials(endpoint, key));
}

/// "v1"
bool isVersion(QStringView part)
{
    return part.size() > 1 && part.front() == u'v'
        && std::all_of(part.begin() + 1, part.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// llama.cpp keeps what it sends under the name that the request gave it, outside the versioned part of its address. \a from is
/// left out when it is negative.
QUrl keptStreamUrl(const Endpoint& endpoint, const QByteArray& name, qint64 from)
{
    QUrl root = endpoint.baseUrl;
    QString path = root.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (const qsizetype lastPart = path.lastIndexOf(u'/') + 1; isVersion(QStringView(path).sliced(lastPart)))
        path.truncate(lastPart);
    root.setPath(path, QUrl::TolerantMode);
    QUrl url = endpointUrl(root, "v1/stream");
    QByteArray query = "conv_id=" + name.toPercentEncoding();
    if (from >= 0)
        query += "&from=" + QByteArray::number(from);
    url.setQuery(QString::fromLatin1(query));
    return url;
}

bool isLlamaCpp(const HttpResponseHead& head)
{
    return headerValue(head.headers, "Server").toLower().contains("llama.cpp");
}

bool OpenAiProvider::outlivesConnection(const AnswerTrace& trace, const EndpointAbilities& abilities) const
{
    return !trace.replayName.isEmpty() && abilities.streamOffset == Ability::Yes;
}

std::optional<HttpRequest> OpenAiProvider::stopRequest(
    const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    if (trace.replayName.isEmpty())
        return std::nullopt;
    return HttpRequest {.method = "DELETE",
        .url = keptStreamUrl(endpoint, trace.replayName, -1),
        .headers = credentials(endpoint, key),
        .body = {}};
}

QList<ResumeMeans> OpenAiProvider::replayMeans(const EndpointAbilities& abilities) const
{
    return abilities.streamOffset == Ability::Yes ? QList {ResumeMeans::StreamOffset} : QList<ResumeMeans>();
}

std::optional<HttpRequest> OpenAiProvider::replayRequest(
    ResumeMeans, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const
{
    if (trace.replayName.isEmpty())
        return std::nullopt;
    return HttpRequest {.method = "GET",
        .url = keptStreamUrl(endpoint, trace.replayName, trace.bodyBytes),
        .headers = credentials(endpoint, key) + HttpHeaders {{"Accept", "text/event-stream"}, {"Accept-Encoding", "identity"}},
        .body = {}};
}

void OpenAiProvider::learn(const HttpResponseHead& head, QByteArrayView list, EndpointAbilities& abilities) const
{
    if (isLlamaCpp(head) || list.contains("\"llamacpp\""))
        abilities.streamOffset = Ability::Yes;
}

const ProviderRegistration registration {std::make_unique<OpenAiProvider>(), 10};

}

}
