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

/// The turns worth sending, in order: all with text. An answer that failed before its first word is left out, one that broke off
/// later is context like any other.
QList<Message> turnsToSend(const ChatRequest& request);

/// Turns as [{"role","content"}…], with the system prompt in front when \a system is not empty.
QJsonArray roleMessages(const QList<Message>& turns, const QString& system);

/// The model names in the answer to a models request: {"data":[{"id"}]} (OpenAI, Anthropic), {"models":[{"model" or "name"}]}
/// (Ollama, llama.cpp) or a bare array. In the server's order, each once.
Result<QStringList> modelNames(QByteArrayView body);

}
