#include "core/gateway/wholechunk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// The calls of a chunk say which one they are a piece of.
QJsonArray withIndices(const QJsonArray& calls)
{
    QJsonArray numbered;
    for (const QJsonValue& value : calls) {
        QJsonObject call = value.toObject();
        if (!call.contains("index"_L1))
            call["index"_L1] = int(numbered.size());
        numbered.append(call);
    }
    return numbered;
}

}

QByteArray chunkOfWholeAnswer(QByteArrayView json)
{
    QJsonObject chunk = QJsonDocument::fromJson(json.toByteArray()).object();
    chunk["object"_L1] = u"chat.completion.chunk"_s;
    QJsonArray choices;
    for (const QJsonValue& value : chunk["choices"_L1].toArray()) {
        QJsonObject choice = value.toObject();
        QJsonObject message = choice.take("message"_L1).toObject();
        if (message["tool_calls"_L1].isArray())
            message["tool_calls"_L1] = withIndices(message["tool_calls"_L1].toArray());
        choice["delta"_L1] = message;
        choices.append(choice);
    }
    chunk["choices"_L1] = choices;
    return QJsonDocument(chunk).toJson(QJsonDocument::Compact);
}

}
