#pragma once

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

/// {"detail": "…"}, the form of every refusal but those of /v1.
Reply detailReply(int status, QStringView detail);

/// The form of /v1: {"error":{"message","type","code"}}; an empty \a code is null.
QByteArray completionErrorJson(QStringView message, QStringView type, QStringView code);

/// Status line, Date and \a headers, each with its CRLF, without the empty line.
QByteArray responseHead(int status, const HttpHeaders& headers);

}
