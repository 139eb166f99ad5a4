#include "tests/support/wireforms.h"

#include "core/gateway/jsontext.h"

namespace sluice::test {

namespace {

QByteArray dataEvent(const QByteArray& json)
{
    return "data: " + json + "\n\n";
}

QByteArray namedEvent(const QByteArray& name, const QByteArray& json)
{
    return "event: " + name + '\n' + dataEvent(json);
}

QByteArray tokenCount(const QStringList& deltas)
{
    return QByteArray::number(deltas.size());
}

/// An event of the Responses API; \a members are those behind its number.
QByteArray responseEvent(const QByteArray& type, qsizetype number, const QByteArray& members)
{
    return namedEvent(type, "{\"type\":\"" + type + "\",\"sequence_number\":" + QByteArray::number(number) + ',' + members + '}');
}

QByteArray messageItem(const QByteArray& status, const QByteArray& content)
{
    return "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"" + status + "\",\"content\":[" + content
        + "],\"role\":\"assistant\"}";
}

QByteArray outputText(const QString& text)
{
    return "{\"type\":\"output_text\",\"text\":" + jsonText(text) + ",\"annotations\":[]}";
}

}

QByteArray jsonText(QStringView text)
{
    QByteArray out;
    qsizetype plainFrom = 0;
    const auto addPlain = [&](qsizetype end) { out += jsonString(text.sliced(plainFrom, end - plainFrom)).chopped(1).sliced(1); };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool startsPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (startsPair) {
            ++i;
        } else if (text[i].isSurrogate()) {
            addPlain(i);
            out += "\\u" + QByteArray::number(text[i].unicode(), 16);
            plainFrom = i + 1;
        }
    }
    addPlain(text.size());
    return '"' + out + '"';
}

QByteArray llamaChunk(const QByteArray& choice)
{
    return dataEvent("{\"choices\":[{" + choice
        + "}],\"created\":1754000000,\"id\":\"chatcmpl-x1\",\"model\":\"m\",\"system_fingerprint\":\"b6100-cd6983d5\","
          "\"object\":\"chat.completion.chunk\"}");
}

QByteArrayList llamaEvents(const QStringList& deltas)
{
    QByteArrayList events {llamaChunk("\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}")};
    for (const QString& delta : deltas)
        events.append(llamaChunk("\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":" + jsonText(delta) + '}'));
    events.append(llamaChunk("\"finish_reason\":\"stop\",\"index\":0,\"delta\":{}"));
    const QByteArray count = tokenCount(deltas);
    events.append(
        dataEvent("{\"choices\":[],\"created\":1754000000,\"id\":\"chatcmpl-x1\",\"model\":\"m\",\"system_fingerprint\":"
                  "\"b6100-cd6983d5\",\"object\":\"chat.completion.chunk\",\"usage\":{\"completion_tokens\":"
            + count + ",\"prompt_tokens\":3,\"total_tokens\":" + QByteArray::number(deltas.size() + 3) + "}}"));
    events.append("data: [DONE]\n\n");
    return events;
}

QByteArray responseObject(const QByteArray& id, const QByteArray& status, const QString& text)
{
    const bool isOver = status == "completed";
    const QByteArray output =
        text.isEmpty() && !isOver ? QByteArray() : messageItem(isOver ? "completed" : "in_progress", outputText(text));
    return "{\"id\":\"" + id + "\",\"object\":\"response\",\"created_at\":1754000000,\"status\":\"" + status
        + "\",\"background\":true,\"error\":null,\"incomplete_details\":null,\"model\":\"m\",\"output\":[" + output
        + "],\"store\":true,\"usage\":" + (isOver ? "{\"input_tokens\":3,\"output_tokens\":5,\"total_tokens\":8}" : "null") + '}';
}

QByteArrayList responseEvents(const QByteArray& id, const QStringList& deltas)
{
    const QByteArray place = "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,";
    const QString text = deltas.join(QString());
    QByteArrayList events;
    const auto add = [&](const QByteArray& type, const QByteArray& members) {
        events.append(responseEvent(type, events.size(), members));
    };
    const QByteArray running = "\"response\":" + responseObject(id, "in_progress", {});
    add("response.created", running);
    add("response.in_progress", running);
    add("response.output_item.added", "\"output_index\":0,\"item\":" + messageItem("in_progress", {}));
    add("response.content_part.added", place + "\"part\":" + outputText({}));
    for (const QString& delta : deltas)
        add("response.output_text.delta", place + "\"delta\":" + jsonText(delta));
    add("response.output_text.done", place + "\"text\":" + jsonText(text));
    add("response.content_part.done", place + "\"part\":" + outputText(text));
    add("response.output_item.done", "\"output_index\":0,\"item\":" + messageItem("completed", outputText(text)));
    add("response.completed", "\"response\":" + responseObject(id, "completed", text));
    return events;
}

QByteArray cancelledEvent(const QByteArray& id, qsizetype sequenceNumber)
{
    return responseEvent("response.cancelled", sequenceNumber, "\"response\":" + responseObject(id, "cancelled", {}));
}

QByteArrayList anthropicEvents(const QStringList& deltas)
{
    QByteArrayList events {
        namedEvent("message_start",
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
            "\"m\","
            "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}"),
        namedEvent("content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
        namedEvent("ping", "{\"type\":\"ping\"}")};
    for (const QString& delta : deltas) {
        events.append(namedEvent("content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + jsonText(delta)
                + "}}"));
    }
    events.append(namedEvent("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"));
    events.append(namedEvent("message_delta",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_"
        "tokens\":"
            + tokenCount(deltas) + "}}"));
    events.append(namedEvent("message_stop", "{\"type\":\"message_stop\"}"));
    return events;
}

QStringList withSplitPairs(const QStringList& deltas)
{
    QStringList split;
    for (const QString& delta : deltas) {
        qsizetype from = 0;
        for (qsizetype i = 0; i + 1 < delta.size(); ++i) {
            if (!delta[i].isHighSurrogate() || !delta[i + 1].isLowSurrogate())
                continue;
            split.append(delta.sliced(from, i + 1 - from));
            from = i + 1;
        }
        split.append(delta.sliced(from));
    }
    return split;
}

QStringList deltasBehind(const QStringList& deltas, qsizetype count)
{
    QStringList rest;
    for (const QString& delta : deltas) {
        if (count < delta.size())
            rest.append(delta.sliced(count));
        count = std::max<qsizetype>(count - delta.size(), 0);
    }
    return rest;
}

}
