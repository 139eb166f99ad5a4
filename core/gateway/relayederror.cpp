#include "core/gateway/relayederror.h"

#include "core/chat/errorbody.h"
#include "core/chat/errorwords.h"
#include "core/chat/jsonreader.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype MaxWords = 4000;

}

bool reportsFailure(QByteArrayView json)
{
    if (!json.contains("\"error\""))
        return false; // nearly all
    JsonReader reader;
    const std::expected<JsonValue, ErrorKind> root = reader.read(json);
    return root && reportedError(*root);
}

QJsonObject errorObject(const QJsonObject& answer)
{
    if (answer["object"_L1].toString() != "error"_L1 || answer["error"_L1].isObject())
        return answer["error"_L1].toObject();
    QJsonObject error = answer;
    error.remove("object"_L1);
    return error;
}

QJsonObject relayedError(const QJsonObject& theirs, const Error& error)
{
    QJsonObject object = theirs;
    const QString words = presentableWords(theirs["message"_L1].toString(), MaxWords);
    object["message"_L1] = words.isEmpty() ? error.message : words;
    if (!object["type"_L1].isString())
        object["type"_L1] = errorKindName(error.kind);
    if (!object.contains("code"_L1))
        object["code"_L1] = error.httpStatus > 0 ? QJsonValue(QString::number(error.httpStatus)) : QJsonValue();
    return object;
}

QByteArray relayedErrorJson(const QByteArray& body, const Error& error)
{
    const QJsonObject theirs = errorObject(QJsonDocument::fromJson(body).object());
    return QJsonDocument(QJsonObject {{u"error"_s, relayedError(theirs, error)}}).toJson(QJsonDocument::Compact);
}

}
