#include "core/chat/responsesdecoder.h"

#include "core/chat/errorbody.h"

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view RawReasoning = "reasoning_text";
constexpr std::string_view ReasoningSummary = "summary_text";

}

void ResponsesDecoder::goOn()
{
    m_goesOn = true;
    m_sequenceBefore = m_sequence;
}

void ResponsesDecoder::note(AnswerTrace& trace) const
{
    if (!m_id.isEmpty())
        trace.responseId = m_id;
    trace.sequence = m_sequence;
}

Result<void> ResponsesDecoder::decodeEvent(std::string_view type, const JsonValue& root, Deltas& out)
{
    const std::string_view own = root["type"].utf8();
    if (!own.empty())
        type = own;
    if (const std::optional<qint64> sequence = root["sequence_number"].integer()) {
        if (m_sequenceBefore && *sequence <= *m_sequenceBefore)
            return {}; // a replay that begins too early
        m_sequence = sequence;
    }
    if (m_id.isEmpty())
        m_id = root["response"]["id"].string();
    if (std::optional<Error> error = reportedError(root))
        return std::unexpected(std::move(*error));

    if (type == "response.output_text.delta" || type == "response.refusal.delta")
        addText(root["delta"].string(), out);
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
    const auto seen = m_argumentUnits.find(place.value_or(0));
    const bool hasArguments = seen != m_argumentUnits.end() && seen->second > 0;
    // The done event repeats the whole; some servers send nothing before it.
    if (isDelta || (type == "response.function_call_arguments.done" && !hasArguments)) {
        const QString arguments = root[isDelta ? "delta" : "arguments"].string();
        Result<void> added = progress().addToolCall({.place = place, .id = {}, .name = {}, .arguments = arguments}, out);
        if (added)
            m_argumentUnits[place.value_or(0)] += arguments.size();
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
    if (!progress().hasContent()) {
        if (Result<void> decoded = decodeOutput(response["output"], out); !decoded)
            return decoded;
    }
    if (Result<void> decoded = decodeEnd(response, out); !decoded)
        return decoded;
    if (progress().isFinished())
        progress().setDone(out);
    return {};
}

bool ResponsesDecoder::isWhole(const JsonValue& response) const
{
    const std::string_view status = response["status"].utf8();
    return !m_goesOn || (status != "queued" && status != "in_progress");
}

/// The whole response, or as much of it as there is by now.
Result<void> ResponsesDecoder::decodeAnswer(const JsonValue& response, Deltas& out)
{
    if (m_id.isEmpty())
        m_id = response["id"].string();
    m_textToSkip = m_textUnits;
    m_reasoningToSkip = m_reasoningUnits;
    m_partHasEnded = false; // what is skipped says it anew
    Result<void> decoded = decodeOutput(response["output"], out);
    m_textToSkip = 0; // an answer that is still being made may hold less than we have
    m_reasoningToSkip = 0;
    return decoded ? decodeEnd(response, out) : decoded;
}

Result<void> ResponsesDecoder::decodeEnd(const JsonValue& response, Deltas& out)
{
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
    if (item["type"].utf8() == "function_call")
        return decodeCall(item, place, out);
    for (const std::string_view list : {"content", "summary"}) {
        item[list].each([&](const JsonValue& part) {
            const std::string_view type = part["type"].utf8();
            if (type == "output_text")
                addText(part["text"].string(), out);
            else if (type == "refusal")
                addText(part["refusal"].string(), out);
            else if (type == RawReasoning || type == ReasoningSummary)
                addReasoning(type, part["text"], out);
            m_partHasEnded = m_partHasEnded || type == RawReasoning || type == ReasoningSummary;
        });
    }
    return {};
}

/// A whole call, of which the beginning may have come before.
Result<void> ResponsesDecoder::decodeCall(const JsonValue& item, std::optional<qint64> place, Deltas& out)
{
    const QString arguments = item["arguments"].string();
    qsizetype& units = m_argumentUnits[place.value_or(0)];
    const QString rest = arguments.sliced(std::min(units, arguments.size()));
    units += rest.size();
    return progress().addToolCall(
        {.place = place, .id = item["call_id"].string(), .name = item["name"].string(), .arguments = rest}, out);
}

void ResponsesDecoder::addText(const QString& piece, Deltas& out)
{
    const qsizetype skipped = std::min(m_textToSkip, piece.size());
    m_textToSkip -= skipped;
    m_textUnits += piece.size() - skipped;
    progress().addText(piece.sliced(skipped), out);
}

void ResponsesDecoder::addReasoning(std::string_view source, const JsonValue& text, Deltas& out)
{
    if (m_reasoningSource.empty())
        m_reasoningSource = source;
    if (m_reasoningSource != source || text.utf8().empty())
        return;
    const QString piece = text.string();
    const qsizetype skipped = std::min(m_reasoningToSkip, piece.size());
    m_reasoningToSkip -= skipped;
    if (skipped == piece.size())
        return;
    m_reasoningUnits += piece.size() - skipped;
    if (m_partHasEnded && skipped == 0)
        progress().addReasoning(u"\n\n"_s, out); // parts are paragraphs
    m_partHasEnded = false;
    progress().addReasoning(piece.sliced(skipped), out);
}

}
