#include "core/chat/errorbody.h"
#include "core/chat/jsondecoder.h"
#include "core/chat/requestbuilder.h"

#include <set>
#include <string>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// The typed events of the Responses API (platform.openai.com/docs/api-reference/responses-streaming).
class ResponsesDecoder final : public JsonDecoder
{
protected:
    Result<void> decodeEvent(std::string_view type, const JsonValue& root, Deltas& out) override;
    Result<void> decodeAnswer(const JsonValue& response, Deltas& out) override;
    bool ownsEvent(std::string_view type) const override { return type == "message" || type.starts_with("response."); }

private:
    Result<void> decodeToolCall(std::string_view type, const JsonValue& root, Deltas& out);
    Result<void> decodeLast(const JsonValue& response, Deltas& out);
    Result<void> decodeOutput(const JsonValue& output, Deltas& out);
    Result<void> decodeItem(const JsonValue& item, std::optional<qint64> place, Deltas& out);
    void addReasoning(std::string_view source, const JsonValue& text, Deltas& out);

    std::string m_reasoningSource; ///< raw reasoning and its summary tell the same twice: the first one stays
    bool m_partHasEnded = false;
    std::set<qint64> m_placesWithArguments; ///< output indices; bounded by the limit on tool calls
};

constexpr std::string_view RawReasoning = "reasoning_text";
constexpr std::string_view ReasoningSummary = "summary_text";

Result<void> ResponsesDecoder::decodeEvent(std::string_view type, const JsonValue& root, Deltas& out)
{
    const std::string_view own = root["type"].utf8();
    if (!own.empty())
        type = own;
    if (std::optional<Error> error = reportedError(root))
        return std::unexpected(std::move(*error));

    if (type == "response.output_text.delta" || type == "response.refusal.delta")
        progress().addText(root["delta"].string(), out);
    else if (type == "response.reasoning_text.delta")
        addReasoning(RawReasoning, root["delta"], out);
    else if (type == "response.reasoning_summary_text.delta")
        addReasoning(ReasoningSummary, root["delta"], out);
    else if (type == "response.reasoning_text.done" || type == "response.reasoning_summary_text.done")
        m_partHasEnded = true;
    else if (type == "response.output_item.added" || type.starts_with("response.function_call_arguments."))
        return decodeToolCall(type, root, out);
    else if (type == "response.completed" || type == "response.incomplete" || type == "response.failed"
        || type == "response.cancelled")
        return decodeLast(root["response"], out);
    return {};
}

Result<void> ResponsesDecoder::decodeToolCall(std::string_view type, const JsonValue& root, Deltas& out)
{
    const std::optional<qint64> place = root["output_index"].integer();
    const bool isDelta = type == "response.function_call_arguments.delta";
    // The done event repeats the whole; some servers send nothing before it.
    if (isDelta || (type == "response.function_call_arguments.done" && !m_placesWithArguments.contains(place.value_or(0)))) {
        const JsonValue arguments = root[isDelta ? "delta" : "arguments"];
        Result<void> added = progress().addToolCall({.place = place, .id = {}, .name = {}, .arguments = arguments.string()}, out);
        if (added)
            m_placesWithArguments.insert(place.value_or(0));
        return added;
    }
    const JsonValue item = root["item"];
    if (item["type"].utf8() == "function_call")
        return decodeItem(item, place, out);
    return {};
}

/// The event that ends the stream repeats the whole response; what it holds counts only where no deltas came.
Result<void> ResponsesDecoder::decodeLast(const JsonValue& response, Deltas& out)
{
    if (Result<void> decoded = decodeAnswer(response, out); !decoded)
        return decoded;
    if (progress().isFinished())
        progress().setDone(out);
    return {};
}

Result<void> ResponsesDecoder::decodeAnswer(const JsonValue& response, Deltas& out)
{
    if (!progress().hasContent()) {
        if (Result<void> decoded = decodeOutput(response["output"], out); !decoded)
            return decoded;
    }
    const JsonValue usage = response["usage"];
    progress().addUsage(
        {.promptTokens = usage["input_tokens"].integer(), .completionTokens = usage["output_tokens"].integer()}, out);

    if (std::optional<Error> error = reportedError(response))
        return std::unexpected(std::move(*error));
    const std::string_view status = response["status"].utf8();
    if (status == "failed")
        return std::unexpected(errorFromText({}));
    if (status == "cancelled")
        return std::unexpected(errorFromText(R"({"kind":"cancelled"})"));
    const JsonValue reason = response["incomplete_details"]["reason"];
    if (status == "completed")
        progress().finish(u"completed"_s, out);
    else if (status == "incomplete")
        progress().finish(reason.utf8().empty() ? u"incomplete"_s : reason.string(), out);
    return {};
}

Result<void> ResponsesDecoder::decodeOutput(const JsonValue& output, Deltas& out)
{
    Result<void> result;
    qint64 place = 0;
    output.each([&](const JsonValue& item) {
        if (result)
            result = decodeItem(item, place++, out);
    });
    return result;
}

Result<void> ResponsesDecoder::decodeItem(const JsonValue& item, std::optional<qint64> place, Deltas& out)
{
    if (item["type"].utf8() == "function_call") {
        return progress().addToolCall({.place = place,
                                          .id = item["call_id"].string(),
                                          .name = item["name"].string(),
                                          .arguments = item["arguments"].string()},
            out);
    }
    for (const std::string_view list : {"content", "summary"}) {
        item[list].each([&](const JsonValue& part) {
            const std::string_view type = part["type"].utf8();
            if (type == "output_text")
                progress().addText(part["text"].string(), out);
            else if (type == "refusal")
                progress().addText(part["refusal"].string(), out);
            else if (type == RawReasoning || type == ReasoningSummary)
                addReasoning(type, part["text"], out);
            m_partHasEnded = m_partHasEnded || type == RawReasoning || type == ReasoningSummary;
        });
    }
    return {};
}

void ResponsesDecoder::addReasoning(std::string_view source, const JsonValue& text, Deltas& out)
{
    if (m_reasoningSource.empty())
        m_reasoningSource = source;
    if (m_reasoningSource != source || text.utf8().empty())
        return;
    if (m_partHasEnded)
        progress().addReasoning(u"\n\n"_s, out); // parts are paragraphs
    m_partHasEnded = false;
    progress().addReasoning(text.string(), out);
}

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
    QJsonObject body {{u"input"_s, roleMessages(turnsToSend(request), {}, inputParts())}, {u"stream"_s, true},
        {u"store"_s, false}}; // nothing is kept on the server that we do not come back for
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

const ProviderRegistration registration {std::make_unique<ResponsesProvider>(), 20};

}

}
