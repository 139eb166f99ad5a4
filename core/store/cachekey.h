#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/provider.h"

#include <QByteArray>
#include <QJsonObject>

namespace sluice {

/// \a object as JSON that has one form only: members by name, no white space, the shortest spelling of a number (1.0 is 1).
QByteArray canonicalJson(const QJsonObject& object);

/// SHA-256 of canonicalJson(): the key of what \a determining determines.
QByteArray cacheKey(const QJsonObject& determining);

/// The key of the answer to \a chat at \a endpoint. Its name, id and credentials have no part in it.
QByteArray cacheKey(const Endpoint& endpoint, const ChatRequest& chat);

}
