#include "core/gateway/chatformat.h"

#include "core/gateway/jsontext.h"
#include "core/wire/ssewriter.h"

namespace sluice {

namespace {

void append(StreamLog& log, QByteArrayView type, const QByteArray& data)
{
    const QByteArray id = QByteArray::number(log.nextSequence());
    QByteArray event;
    event.reserve(data.size() + type.size() + 40);
    writeSseEvent(event, {.type = type, .data = data, .id = id});
    log.append(event);
}

QByteArray doneJson(const QString& finishReason, const Usage& usage)
{
    QByteArray json = "{\"finish_reason\":" + jsonString(finishReason) + ",\"usage\":";
    if (usage.promptTokens || usage.completionTokens) {
        json += "{\"prompt_tokens\":" + jsonNumber(usage.promptTokens)
            + ",\"completion_tokens\":" + jsonNumber(usage.completionTokens) + "}}";
    } else {
        json += "null}";
    }
    return json;
}

QByteArray errorJson(const Error& error)
{
    using Seconds = std::chrono::duration<double>;
    const QByteArray retryAfter = error.retryAfter ? QByteArray::number(Seconds(*error.retryAfter).count()) : QByteArray("null");
    return "{\"kind\":" + jsonString(errorKindName(error.kind)) + ",\"message\":" + jsonString(error.message)
        + ",\"http_status\":" + jsonNumber(error.httpStatus > 0 ? std::optional<qint64>(error.httpStatus) : std::nullopt)
        + ",\"retry_after\":" + retryAfter + '}';
}

}

bool ChatFormat::prepare(Delta& delta)
{
    if (auto* text = std::get_if<TextDelta>(&delta)) {
        text->text = m_text.normalized(text->text);
        return !text->text.isEmpty();
    }
    if (auto* reasoning = std::get_if<ReasoningDelta>(&delta)) {
        reasoning->text = m_reasoning.normalized(reasoning->text);
        return !reasoning->text.isEmpty();
    }
    return true;
}

void ChatFormat::write(const Delta& delta, StreamLog& log)
{
    if (const auto* text = std::get_if<TextDelta>(&delta))
        append(log, {}, text->text.toUtf8());
    else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        append(log, "reasoning", reasoning->text.toUtf8());
    else if (std::holds_alternative<CachedDelta>(delta))
        append(log, "cached", "true");
}

void ChatFormat::end(const StreamEnd& end, const Usage& usage, StreamLog& log)
{
    if (end.error)
        append(log, "error", errorJson(*end.error));
    else
        append(log, "done", doneJson(end.finishReason, usage));
}

}
