#include "core/chat/errorbody.h"
#include "core/chat/jsondecoder.h"
#include "core/chat/requestbuilder.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// The events of the Messages API (docs.anthropic.com, "Streaming messages").
class AnthropicDecoder final : public JsonDecoder
{
protected:
    Result<void> decodeEvent(std::string_view type, const JsonValue& root, Deltas& out) override;
    Result<void> decodeAnswer(const JsonValue& root, Deltas& out) override;
    bool ownsEvent(std::string_view type) const override
    {
        return type == "message" || type.starts_with("message_") || type.starts_with("content_block_");
    }

private:
    Result<void> startBlock(const JsonValue& block, std::optional<qint64> place, Deltas& out);
    Result<void> decodeBlockDelta(const JsonValue& delta, Deltas& out);
    void decodeUsage(const JsonValue& usage, Deltas& out);
    void noteStopReason(const JsonValue& holder);

    std::optional<qint64> m_toolPlace; ///< of the open block, when it is a tool call of ours; blocks do not overlap
    QString m_stopReason; ///< comes before the finish itself
};

Result<void> AnthropicDecoder::decodeEvent(std::string_view type, const JsonValue& root, Deltas& out)
{
    const std::string_view own = root["type"].utf8();
    if (!own.empty())
        type = own;
    if (std::optional<Error> error = reportedError(root))
        return std::unexpected(std::move(*error));

    if (type == "content_block_delta")
        return decodeBlockDelta(root["delta"], out);
    if (type == "content_block_start")
        return startBlock(root["content_block"], root["index"].integer(), out);
    if (type == "content_block_stop") {
        m_toolPlace.reset();
    } else if (type == "message_start") {
        decodeUsage(root["message"]["usage"], out);
    } else if (type == "message_delta") {
        noteStopReason(root["delta"]);
        decodeUsage(root["usage"], out);
    } else if (type == "message_stop") {
        progress().finish(m_stopReason, out);
        progress().setDone(out);
    }
    return {};
}

Result<void> AnthropicDecoder::decodeAnswer(const JsonValue& root, Deltas& out)
{
    if (std::optional<Error> error = reportedError(root))
        return std::unexpected(std::move(*error));
    Result<void> result;
    qint64 place = 0;
    root["content"].each([&](const JsonValue& block) {
        if (result)
            result = startBlock(block, place++, out);
    });
    decodeUsage(root["usage"], out);
    noteStopReason(root);
    if (result && !m_stopReason.isEmpty())
        progress().finish(m_stopReason, out);
    return result;
}

Result<void> AnthropicDecoder::startBlock(const JsonValue& block, std::optional<qint64> place, Deltas& out)
{
    const std::string_view type = block["type"].utf8();
    m_toolPlace.reset();
    if (type == "text")
        progress().addText(block["text"].string(), out);
    else if (type == "thinking")
        progress().addReasoning(block["thinking"].string(), out);
    if (type != "tool_use") // server_tool_use is the server's own affair
        return {};
    m_toolPlace = place.value_or(0);
    const QByteArray input = block["input"].toJson();
    return progress().addToolCall({.place = m_toolPlace,
                                      .id = block["id"].string(),
                                      .name = block["name"].string(),
                                      .arguments = input == "{}" ? QString() : QString::fromUtf8(input)},
        out);
}

Result<void> AnthropicDecoder::decodeBlockDelta(const JsonValue& delta, Deltas& out)
{
    const std::string_view type = delta["type"].utf8();
    if (type == "text_delta")
        progress().addText(delta["text"].string(), out);
    else if (type == "thinking_delta")
        progress().addReasoning(delta["thinking"].string(), out);
    else if (type == "input_json_delta" && m_toolPlace)
        return progress().addToolCall(
            {.place = m_toolPlace, .id = {}, .name = {}, .arguments = delta["partial_json"].string()}, out);
    return {};
}

void AnthropicDecoder::decodeUsage(const JsonValue& usage, Deltas& out)
{
    progress().addUsage(
        {.promptTokens = usage["input_tokens"].integer(), .completionTokens = usage["output_tokens"].integer()}, out);
}

void AnthropicDecoder::noteStopReason(const JsonValue& holder)
{
    if (!holder["stop_reason"].utf8().empty())
        m_stopReason = holder["stop_reason"].string();
}

class AnthropicProvider final : public Provider
{
public:
    QString name() const override { return u"anthropic"_s; }
    QString displayName() const override { return u"Anthropic"_s; }
    QUrl defaultBaseUrl() const override { return QUrl(u"https://api.anthropic.com/v1"_s); }
    QByteArray keyVariable() const override { return "ANTHROPIC_API_KEY"; }
    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override;
    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override;
    Result<QStringList> parseModels(QByteArrayView body) const override { return modelNames(body); }
    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<AnthropicDecoder>(); }
};

HttpHeaders credentials(const QByteArray& key)
{
    HttpHeaders headers {{"anthropic-version", "2023-06-01"}};
    if (!key.trimmed().isEmpty())
        headers.append(safeHeader("x-api-key", key));
    return headers;
}

/// Images come before the text that asks about them: the model does better so (docs.anthropic.com, "Vision").
PartForm contentBlocks()
{
    PartForm form = chatCompletionParts();
    form.order = PartForm::Order::ImagesFirst;
    form.image = [](const Attachment& image) {
        const QJsonObject source {{u"type"_s, u"base64"_s}, {u"media_type"_s, QString::fromLatin1(image.mimeType)},
            {u"data"_s, QString::fromLatin1(image.data.toBase64())}};
        return QJsonObject {{u"type"_s, u"image"_s}, {u"source"_s, source}};
    };
    return form;
}

HttpRequest AnthropicProvider::chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const
{
    // The API demands a limit. Every model since Claude 3.5 takes this one, and an answer rarely reaches it.
    constexpr qint64 DefaultMaxTokens = 8192;
    QString system = request.system;
    QList<Message> turns = turnsToSend(request);
    for (const Message& turn : std::as_const(turns)) { // there is no system role among the messages
        if (turn.role == Role::System)
            system += (system.isEmpty() ? QString() : u"\n\n"_s) + turn.text;
    }
    turns.removeIf([](const Message& turn) { return turn.role == Role::System; });

    QJsonObject body {{u"model"_s, request.model}, {u"messages"_s, roleMessages(turns, {}, contentBlocks())},
        {u"max_tokens"_s, request.maxTokens.value_or(DefaultMaxTokens)}, {u"stream"_s, true}};
    if (!system.isEmpty())
        body.insert(u"system"_s, system);
    if (request.temperature)
        body.insert(u"temperature"_s, *request.temperature);
    return postForEvents(endpointUrl(endpoint.baseUrl, "messages"), credentials(key), body);
}

HttpRequest AnthropicProvider::modelsRequest(const Endpoint& endpoint, const QByteArray& key) const
{
    return getJson(endpointUrl(endpoint.baseUrl, "models"), credentials(key));
}

const ProviderRegistration registration {std::make_unique<AnthropicProvider>(), 30};

}

}
