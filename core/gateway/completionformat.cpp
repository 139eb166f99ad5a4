#include "core/gateway/completionformat.h"

#include "core/gateway/jsontext.h"
#include "core/gateway/reply.h"
#include "core/wire/ssewriter.h"

namespace sluice {

namespace {

void appendData(StreamLog& log, const QByteArray& data)
{
    QByteArray event;
    event.reserve(data.size() + 8);
    writeSseEvent(event, {.type = {}, .data = data, .id = {}});
    log.append(event);
}

QByteArray objectStart(const CompletionHead& head, const char* object)
{
    return "{\"id\":\"" + head.id + "\",\"object\":\"" + object + "\",\"created\":" + QByteArray::number(head.created)
        + ",\"model\":\"" + head.model + '"';
}

}

QByteArray completionUsageJson(const Usage& usage)
{
    const qint64 prompt = usage.promptTokens.value_or(0);
    const qint64 completion = usage.completionTokens.value_or(0);
    return "{\"prompt_tokens\":" + QByteArray::number(prompt) + ",\"completion_tokens\":" + QByteArray::number(completion)
        + ",\"total_tokens\":" + QByteArray::number(prompt + completion) + '}';
}

QByteArray completionJson(
    const CompletionHead& head, QStringView text, QStringView reasoning, QStringView finishReason, const Usage& usage)
{
    QByteArray message = "{\"role\":\"assistant\",\"content\":" + jsonString(text);
    if (!reasoning.isEmpty())
        message += ",\"reasoning_content\":" + jsonString(reasoning);
    return objectStart(head, "chat.completion") + ",\"choices\":[{\"index\":0,\"message\":" + message
        + "},\"finish_reason\":" + jsonString(finishReason) + "}],\"usage\":" + completionUsageJson(usage) + '}';
}

QByteArray completionErrorJson(const Error& error)
{
    const QString status = error.httpStatus > 0 ? QString::number(error.httpStatus) : QString();
    return completionErrorJson(error.message, errorKindName(error.kind), status);
}

Reply completionRefusal(const Error& error)
{
    Reply reply = jsonReply(statusFor(error), completionErrorJson(error));
    addRetryAfter(reply, error);
    return reply;
}

CompletionFormat::CompletionFormat(CompletionHead head, bool includeUsage)
    : m_head(std::move(head))
    , m_includeUsage(includeUsage)
{ }

void CompletionFormat::begin(StreamLog& log)
{
    appendDelta(log, R"({"role":"assistant","content":""})", "null");
}

void CompletionFormat::write(const Delta& delta, StreamLog& log)
{
    if (const auto* text = std::get_if<TextDelta>(&delta))
        appendDelta(log, "{\"content\":" + jsonString(text->text) + '}', "null");
    else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        appendDelta(log, "{\"reasoning_content\":" + jsonString(reasoning->text) + '}', "null");
}

void CompletionFormat::end(const StreamEnd& end, const Usage& usage, StreamLog& log)
{
    if (end.error) {
        appendData(log, completionErrorJson(*end.error));
        return;
    }
    appendDelta(log, "{}", jsonString(end.finishReason));
    if (m_includeUsage)
        appendChunk(log, "[]", completionUsageJson(usage));
    appendData(log, "[DONE]");
}

void CompletionFormat::appendDelta(StreamLog& log, const QByteArray& delta, const QByteArray& finishReason) const
{
    appendChunk(log, "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]", "null");
}

void CompletionFormat::appendChunk(StreamLog& log, const QByteArray& choices, const QByteArray& usage) const
{
    QByteArray chunk = objectStart(m_head, "chat.completion.chunk") + ",\"choices\":" + choices;
    if (m_includeUsage) // asked for: every chunk has the field, null before the last
        chunk += ",\"usage\":" + usage;
    chunk += '}';
    appendData(log, chunk);
}

}
