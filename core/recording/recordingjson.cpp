#include "core/recording/recordingjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array EndNames {std::pair(RecordedEnd::How::Whole, "whole"_L1), std::pair(RecordedEnd::How::Broken, "broken"_L1),
    std::pair(RecordedEnd::How::Closed, "closed"_L1)};

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<QJsonObject> parse(QByteArrayView json)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

/// Header fields are bytes. Latin-1 has a character for each, so that none is lost.
QJsonArray headersToJson(const HttpHeaders& headers)
{
    QJsonArray list;
    for (const HttpHeader& header : headers)
        list.append(QJsonArray {QString::fromLatin1(header.name), QString::fromLatin1(header.value)});
    return list;
}

bool isFieldName(const QByteArray& name)
{
    const auto isGood = [](char c) { return c > ' ' && c < 0x7f && c != ':'; };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isGood);
}

bool isFieldValue(const QByteArray& value)
{
    return !value.contains('\r') && !value.contains('\n') && !value.contains('\0');
}

std::optional<HttpHeaders> headersFromJson(const QJsonValue& value)
{
    HttpHeaders headers;
    const QJsonArray list = value.toArray();
    for (const QJsonValue& item : list) {
        const QJsonArray pair = item.toArray();
        const HttpHeader header {pair.at(0).toString().toLatin1(), pair.at(1).toString().toLatin1()};
        if (!isFieldName(header.name) || !isFieldValue(header.value))
            return std::nullopt; // it would forge a line when it is served again
        headers.append(header);
    }
    return headers;
}

QJsonObject errorToJson(const Error& error)
{
    QJsonObject object {{u"kind"_s, errorKindName(error.kind)}, {u"message"_s, error.message}};
    if (error.httpStatus > 0)
        object.insert(u"http_status"_s, error.httpStatus);
    return object;
}

std::optional<Error> errorFromJson(const QJsonValue& value)
{
    if (!value.isObject())
        return std::nullopt;
    // A kind that a later version knows is still an error.
    return Error {.kind = errorKindFromName(value["kind"_L1].toString()).value_or(ErrorKind::Network),
        .message = value["message"_L1].toString(),
        .httpStatus = value["http_status"_L1].toInt()};
}

}

QByteArray toJson(const RecordingHeader& header)
{
    return compact(
        {{u"application"_s, header.application}, {u"recorded_at"_s, header.recordedAt.toUTC().toString(Qt::ISODateWithMs)},
            {u"provider"_s, header.provider}, {u"model"_s, header.model}, {u"endpoint"_s, header.endpoint}});
}

QByteArray toJson(const HttpRequest& request)
{
    return compact({{u"method"_s, QString::fromLatin1(request.method)}, {u"url"_s, QString::fromLatin1(request.url.toEncoded())},
        {u"headers"_s, headersToJson(request.headers)}});
}

QByteArray toJson(const HttpResponseHead& head)
{
    return compact({{u"status"_s, head.status}, {u"headers"_s, headersToJson(head.headers)}});
}

QByteArray toJson(const RecordedEnd& end)
{
    QJsonObject object;
    for (const auto& [how, name] : EndNames) {
        if (how == end.how)
            object.insert(u"how"_s, name);
    }
    if (end.error)
        object.insert(u"error"_s, errorToJson(*end.error));
    return compact(object);
}

QByteArray toJson(const RecordedOutcome& outcome)
{
    return compact({{u"error"_s, outcome.error ? QJsonValue(errorToJson(*outcome.error)) : QJsonValue()}});
}

std::optional<RecordingHeader> headerFromJson(QByteArrayView json)
{
    const std::optional<QJsonObject> object = parse(json);
    if (!object)
        return std::nullopt;
    RecordingHeader header {.application = object->value("application"_L1).toString(),
        .recordedAt = QDateTime::fromString(object->value("recorded_at"_L1).toString(), Qt::ISODateWithMs).toUTC(),
        .provider = object->value("provider"_L1).toString(),
        .model = object->value("model"_L1).toString(),
        .endpoint = object->value("endpoint"_L1).toString()};
    return header.provider.isEmpty() ? std::nullopt : std::optional(std::move(header));
}

std::optional<HttpRequest> requestFromJson(QByteArrayView json)
{
    const std::optional<QJsonObject> object = parse(json);
    if (!object)
        return std::nullopt;
    const std::optional<HttpHeaders> headers = headersFromJson(object->value("headers"_L1));
    HttpRequest request {.method = object->value("method"_L1).toString().toLatin1(),
        .url = QUrl::fromEncoded(object->value("url"_L1).toString().toLatin1(), QUrl::StrictMode),
        .headers = headers.value_or(HttpHeaders()),
        .body = {}};
    return headers && isFieldName(request.method) ? std::optional(std::move(request)) : std::nullopt;
}

std::optional<HttpResponseHead> headFromJson(QByteArrayView json)
{
    const std::optional<QJsonObject> object = parse(json);
    if (!object)
        return std::nullopt;
    const std::optional<HttpHeaders> headers = headersFromJson(object->value("headers"_L1));
    const int status = object->value("status"_L1).toInt();
    if (!headers || status < 200 || status > 999)
        return std::nullopt;
    return HttpResponseHead {.status = status, .headers = *headers};
}

std::optional<RecordedEnd> endFromJson(QByteArrayView json)
{
    const std::optional<QJsonObject> object = parse(json);
    if (!object)
        return std::nullopt;
    const QString word = object->value("how"_L1).toString();
    for (const auto& [how, name] : EndNames) {
        if (word == name)
            return RecordedEnd {.at = {}, .how = how, .error = errorFromJson(object->value("error"_L1))};
    }
    return std::nullopt;
}

std::optional<RecordedOutcome> outcomeFromJson(QByteArrayView json)
{
    const std::optional<QJsonObject> object = parse(json);
    if (!object)
        return std::nullopt;
    return RecordedOutcome {.at = {}, .error = errorFromJson(object->value("error"_L1))};
}

}
