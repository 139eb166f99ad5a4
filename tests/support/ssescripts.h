#pragma once

#include "tests/support/scriptedserver.h"

#include <QStringList>

namespace sluice::test {

/// A chunked event stream that ends cleanly.
inline Script eventStream(const QByteArray& body)
{
    return {send(chunkedHead() + chunk(body) + lastChunk())};
}

inline const Script NoContent {send("HTTP/1.1 204 No Content\r\n\r\n")};

/// What `sluicectl sse --json` prints for an event of type message.
inline QByteArray messageLine(const QByteArray& data, const QByteArray& id = {}, const QByteArray& retry = "null")
{
    return "{\"type\":\"message\",\"data\":\"" + data + "\",\"id\":\"" + id + "\",\"retry\":" + retry + "}\n";
}

/// The arguments of sluicectl that follow the events of \a server.
inline QStringList sseArguments(const ScriptedServer& server, const QStringList& options = {QStringLiteral("--json")})
{
    return QStringList {QStringLiteral("sse")} + options + QStringList {server.url(QStringLiteral("/events")).toString()};
}

}
