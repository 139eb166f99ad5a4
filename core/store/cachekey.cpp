#include "core/store/cachekey.h"

#include "core/chat/requestbuilder.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Counted up when the meaning of what is hashed changes: older answers are not found any more.
constexpr int KeyVersion = 1;

QJsonObject attachmentJson(const Attachment& attachment)
{
    const QByteArray hash = QCryptographicHash::hash(attachment.data, QCryptographicHash::Sha256);
    return {{u"name"_s, attachment.name}, {u"type"_s, QString::fromLatin1(attachment.mimeType)},
        {u"sha256"_s, QString::fromLatin1(hash.toHex())}};
}

QJsonObject turnJson(const Message& turn)
{
    QJsonObject json {{u"role"_s, roleName(turn.role)}, {u"text"_s, turn.text}};
    if (!turn.attachments.isEmpty()) {
        QJsonArray attachments;
        for (const Attachment& attachment : turn.attachments)
            attachments.append(attachmentJson(attachment));
        json.insert(u"attachments"_s, attachments);
    }
    return json;
}

/// One spelling of an address.
QString addressOf(const Endpoint& endpoint)
{
    return QString::fromLatin1(endpoint.baseUrl.toEncoded(
        QUrl::RemoveUserInfo | QUrl::RemoveFragment | QUrl::NormalizePathSegments | QUrl::StripTrailingSlash));
}

}

QByteArray canonicalJson(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact); // QJsonObject keeps its members sorted
}

QByteArray cacheKey(const QJsonObject& determining)
{
    return QCryptographicHash::hash(canonicalJson(determining), QCryptographicHash::Sha256);
}

QByteArray cacheKey(const Endpoint& endpoint, const ChatRequest& chat)
{
    // Names every member: one that is added to ChatRequest does not compile here until it has been thought of.
    const auto& [model, system, messages, maxTokens, temperature] = chat;
    Q_UNUSED(messages)
    QJsonArray turns;
    for (const Message& turn : turnsToSend(chat))
        turns.append(turnJson(turn));
    QJsonObject json {{u"version"_s, KeyVersion}, {u"provider"_s, endpoint.provider}, {u"base_url"_s, addressOf(endpoint)},
        {u"model"_s, model}, {u"system"_s, system}, {u"messages"_s, turns}};
    if (maxTokens)
        json.insert(u"max_tokens"_s, *maxTokens);
    if (temperature)
        json.insert(u"temperature"_s, *temperature);
    return cacheKey(json);
}

}
