#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// A whole answer. Its framing (Content-Length, Connection, Date) is the connection's.
struct Reply
{
    int status = 200;
    HttpHeaders headers;
    QByteArray body;
};

Reply jsonReply(int status, const QByteArray& json);

/// Metrics, in the text format of Prometheus.
Reply metricsReply(const QByteArray& text);

/// {"detail": "…"}, the form of every refusal but those of /v1.
Reply detailReply(int status, QStringView detail);

/// No stream has that id.
Reply unknownStreamReply();

/// The HTTP status that says \a error: its own where it has one.
int statusFor(const Error& error);

/// The refusal of an origin, {"detail","kind"}, and Retry-After.
Reply refusalReply(const Error& error);

/// Retry-After, where \a error has one.
void addRetryAfter(Reply& reply, const Error& error);

/// The form of /v1: {"error":{"message","type","code"}}; an empty \a code is null.
QByteArray completionErrorJson(QStringView message, QStringView type, QStringView code);

/// What of the request decides how its answer is framed.
struct ReplyFraming
{
    int minorVersion = 1; ///< of the client's HTTP/1.x; chunks are for 1.1 only
    bool isHead = false;
    bool keepAlive = true;
};

/// The bytes of \a reply, complete.
QByteArray replyBytes(const Reply& reply, const ReplyFraming& framing);

/// The head of an answer that streams the events of \a streamId, with \a more headers.
QByteArray streamHeadBytes(const QByteArray& streamId, const HttpHeaders& more, const ReplyFraming& framing);

}
