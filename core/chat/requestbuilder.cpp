#include "core/chat/requestbuilder.h"

#include "core/chat/attachmenttext.h"
#include "core/chat/errorbody.h"
#include "core/chat/jsonreader.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

QJsonValue contentOf(const Message& turn, const PartForm& form)
{
    const QString text = textToSend(turn);
    const QList<Attachment> images = imagesOf(turn);
    if (images.isEmpty())
        return text;
    QJsonArray parts;
    if (!text.isEmpty() && form.order == PartForm::Order::TextFirst)
        parts.append(form.text(text));
    for (const Attachment& image : images)
        parts.append(form.image(image));
    if (!text.isEmpty() && form.order == PartForm::Order::ImagesFirst)
        parts.append(form.text(text));
    return parts;
}

QString modelName(const JsonValue& entry)
{
    if (entry.isString())
        return entry.string();
    for (const std::string_view member : {"id", "model", "name"}) {
        if (!entry[member].utf8().empty())
            return entry[member].string();
    }
    return {};
}

}

QUrl endpointUrl(const QUrl& base, QByteArrayView encodedPath)
{
    QString path = base.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    QUrl url = base;
    url.setPath(path + u'/' + QString::fromLatin1(encodedPath), QUrl::TolerantMode);
    url.setFragment({});
    return url;
}

HttpHeader safeHeader(const QByteArray& name, const QByteArray& value)
{
    QByteArray clean = value;
    clean.removeIf([](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return {name, clean.trimmed()};
}

HttpHeaders bearerHeaders(const QByteArray& key)
{
    const HttpHeader header = safeHeader("Authorization", "Bearer " + key.trimmed());
    return key.trimmed().isEmpty() ? HttpHeaders() : HttpHeaders {header};
}

HttpRequest getJson(const QUrl& url, const HttpHeaders& credentials)
{
    return {.method = "GET", .url = url, .headers = credentials + HttpHeaders {{"Accept", "application/json"}}, .body = {}};
}

HttpRequest postForEvents(const QUrl& url, const HttpHeaders& credentials, const QJsonObject& body)
{
    const HttpHeaders headers {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    return {.method = "POST",
        .url = url,
        .headers = headers + credentials,
        .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

QList<Message> turnsToSend(const ChatRequest& request)
{
    QList<Message> turns = request.messages;
    turns.removeIf([](const Message& message) { return message.text.isEmpty() && message.attachments.isEmpty(); });
    return turns;
}

PartForm chatCompletionParts()
{
    return {.text = [](const QString& text) { return QJsonObject {{u"type"_s, u"text"_s}, {u"text"_s, text}}; },
        .image =
            [](const Attachment& image) {
                return QJsonObject {{u"type"_s, u"image_url"_s}, {u"image_url"_s, QJsonObject {{u"url"_s, dataUrl(image)}}}};
            },
        .order = PartForm::Order::TextFirst};
}

QString dataUrl(const Attachment& image)
{
    return QString::fromLatin1("data:" + image.mimeType + ";base64," + image.data.toBase64());
}

QJsonArray roleMessages(const QList<Message>& turns, const QString& system, const PartForm& form)
{
    QJsonArray messages;
    if (!system.isEmpty())
        messages.append(QJsonObject {{u"role"_s, roleName(Role::System)}, {u"content"_s, system}});
    for (const Message& turn : turns)
        messages.append(QJsonObject {{u"role"_s, roleName(turn.role)}, {u"content"_s, contentOf(turn, form)}});
    return messages;
}

Result<QStringList> modelNames(QByteArrayView body)
{
    JsonReader reader;
    const std::expected<JsonValue, ErrorKind> root = reader.read(body.trimmed());
    if (!root)
        return std::unexpected(Error {
            .kind = root.error(), .message = QCoreApplication::translate("Error", "The server's model list is not valid JSON.")});
    if (std::optional<Error> error = reportedError(*root))
        return std::unexpected(std::move(*error));
    JsonValue list = *root;
    for (const std::string_view member : {"data", "models"}) {
        if ((*root)[member].isArray() && !list.isArray())
            list = (*root)[member];
    }
    if (!list.isArray()) {
        return std::unexpected(Error {.kind = ErrorKind::Protocol,
            .message = QCoreApplication::translate("Error", "The server's answer holds no list of models.")});
    }
    QStringList names;
    QSet<QString> seen;
    list.each([&](const JsonValue& entry) {
        const QString name = modelName(entry);
        if (!name.isEmpty() && !seen.contains(name))
            names.append(name);
        seen.insert(name);
    });
    return names;
}

}
