#include "core/chat/errorbody.h"
#include "core/chat/jsondecoder.h"
#include "core/chat/requestbuilder.h"

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
    QString displayName() const override { return u"OpenAI-compatible"_s; }
    QUrl defaultBaseUrl() const override { return QUrl(u"https://api.openai.com/v1"_s); }
    QByteArray keyVariable() const override { return "OPENAI_API_KEY"; }
    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override;
    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override;
    Result<QStringList> parseModels(QByteArrayView body) const override { return modelNames(body); }
    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<OpenAiDecoder>(); }
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
    return postForEvents(endpointUrl(endpoint.baseUrl, "chat/completions"), credentials(endpoint, key), body);
}

HttpRequest OpenAiProvider::modelsRequest(const Endpoint& endpoint, const QByteArray& key) const
{
    return getJson(endpointUrl(endpoint.baseUrl, "models"), credentials(endpoint, key));
}

const ProviderRegistration registration {std::make_unique<OpenAiProvider>(), 10};

}

}
