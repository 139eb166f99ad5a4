#pragma once

#include "core/base/result.h"
#include "core/chat/provider.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sluice {

// What the requests of all providers have in common.

/// \a base with \a encodedPath behind its path, one slash between them; the query of \a base stays (Azure wants its api-version).
QUrl endpointUrl(const QUrl& base, QByteArrayView encodedPath);

/// A header whose value is \a value without line breaks and other control bytes: a pasted key often ends in one.
HttpHeader safeHeader(const QByteArray& name, const QByteArray& value);

/// `Authorization: Bearer …`, or nothing for an empty key.
HttpHeaders bearerHeaders(const QByteArray& key);

/// GET for JSON.
HttpRequest getJson(const QUrl& url, const HttpHeaders& credentials);

/// POST of \a body that asks for an event stream.
HttpRequest postForEvents(const QUrl& url, const HttpHeaders& credentials, const QJsonObject& body);

/// The turns worth sending, in order: all with text or attachments. An answer that failed before its first word is left out, one
/// that broke off later is context like any other.
QList<Message> turnsToSend(const ChatRequest& request);

/// How a provider writes the parts of a turn that has images.
struct PartForm
{
    enum class Order { TextFirst, ImagesFirst };

    QJsonObject (*text)(const QString& text);
    QJsonObject (*image)(const Attachment& image);
    Order order = Order::TextFirst;
};

/// {"type":"text"} and {"type":"image_url"} with a data URL, as most servers want them.
PartForm chatCompletionParts();

/// `data:image/png;base64,…`
QString dataUrl(const Attachment& image);

/// Turns as [{"role","content"}…], with the system prompt in front when \a system is not empty. Content is a string; of a turn
/// with images it is their parts and, unless it is empty, that of the text. Text files are part of the text.
QJsonArray roleMessages(const QList<Message>& turns, const QString& system, const PartForm& form = chatCompletionParts());

/// The model names in the answer to a models request: {"data":[{"id"}]} (OpenAI, Anthropic), {"models":[{"model" or "name"}]}
/// (Ollama, llama.cpp) or a bare array. In the server's order, each once.
Result<QStringList> modelNames(QByteArrayView body);

}
