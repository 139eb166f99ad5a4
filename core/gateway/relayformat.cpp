#include "core/gateway/relayformat.h"

#include "core/chat/errorbody.h"
#include "core/chat/jsonreader.h"
#include "core/gateway/relayederror.h"
#include "core/wire/ssewriter.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

void append(StreamLog& log, QByteArrayView type, QByteArrayView data)
{
    QByteArray event;
    event.reserve(data.size() + type.size() + 24);
    writeSseEvent(event, {.type = type, .data = data, .id = {}});
    log.append(event);
}

/// Whether \a data says that the answer has failed.
bool reportsFailure(QByteArrayView data)
{
    if (!data.contains("\"error\""))
        return false; // nearly all
    JsonReader reader;
    const std::expected<JsonValue, ErrorKind> root = reader.read(data);
    return root && reportedError(*root);
}

}

void RelayFormat::relay(const SseEventView& event, StreamLog& log)
{
    if (!event.hasData || event.data.trimmed() == "[DONE]")
        return;
    if (reportsFailure(event.data))
        m_failure = event.data.toByteArray();
    else
        append(log, event.type == "message" ? QByteArrayView() : event.type, event.data);
}

void RelayFormat::end(const StreamEnd& end, const Usage&, StreamLog& log)
{
    if (!end.error) {
        if (!m_failure.isEmpty())
            append(log, {}, m_failure);
        append(log, {}, "[DONE]");
        return;
    }
    QJsonObject chunk = QJsonDocument::fromJson(m_failure).object();
    chunk["error"_L1] = relayedError(chunk["error"_L1].toObject(), *end.error);
    append(log, {}, QJsonDocument(chunk).toJson(QJsonDocument::Compact));
}

}
