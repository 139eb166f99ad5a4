#include "core/gateway/relayformat.h"

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
    const QJsonObject error = relayedError(errorObject(chunk), *end.error);
    if (!chunk.contains("error"_L1))
        chunk = {}; // it is the error itself
    chunk["error"_L1] = error;
    append(log, {}, QJsonDocument(chunk).toJson(QJsonDocument::Compact));
}

}
