#include "core/chat/errorbody.h"

#include "core/chat/errorwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxWords = 400; // with what stands before it, a message stays below 500

/// What happened, as the start of a sentence.
QString lead(ErrorKind kind, int httpStatus)
{
    if (httpStatus == 404)
        return QCoreApplication::translate("Error", "The server does not know this address or model");
    switch (kind) {
    case ErrorKind::Auth:
        return httpStatus == 403 ? QCoreApplication::translate("Error", "The server denied access")
                                 : QCoreApplication::translate("Error", "The server did not accept the API key");
    case ErrorKind::RateLimit:
        return QCoreApplication::translate("Error", "The server limits how much may be asked");
    case ErrorKind::Server:
        return httpStatus == 529 || httpStatus == 503 ? QCoreApplication::translate("Error", "The server is overloaded")
                                                      : QCoreApplication::translate("Error", "The server failed");
    case ErrorKind::Timeout:
        return QCoreApplication::translate("Error", "The server ran out of time");
    case ErrorKind::Protocol:
        return QCoreApplication::translate("Error", "The server refused the request");
    case ErrorKind::Overflow:
        return QCoreApplication::translate("Error", "The answer was too large");
    case ErrorKind::Cancelled:
        return QCoreApplication::translate("Error", "The answer was stopped on the server");
    case ErrorKind::Network:
    case ErrorKind::Tls:
        return QCoreApplication::translate("Error", "The server lost the connection to the model behind it");
    case ErrorKind::Storage:
        return QCoreApplication::translate("Error", "The server could not read or write its data");
    }
    Q_UNREACHABLE();
}

/// What to do about it, where the server said nothing; empty where the lead says it all.
QString advice(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Auth:
        return QCoreApplication::translate("Error", "check the key of this endpoint");
    case ErrorKind::RateLimit:
    case ErrorKind::Server:
    case ErrorKind::Timeout:
    case ErrorKind::Network:
        return QCoreApplication::translate("Error", "try again in a while");
    case ErrorKind::Protocol:
        return QCoreApplication::translate("Error", "check the base URL and the model of this endpoint");
    case ErrorKind::Overflow:
    case ErrorKind::Cancelled:
    case ErrorKind::Tls:
    case ErrorKind::Storage:
        return {};
    }
    Q_UNREACHABLE();
}

Error judge(const ErrorWords& words, const QString& instead = {})
{
    Error error {.kind = ErrorKind::Server, .message = {}, .httpStatus = words.httpStatus, .retryAfter = words.retryAfter};
    if (words.kind)
        error.kind = *words.kind;
    else if (words.httpStatus != 0)
        error.kind = errorKindForStatus(words.httpStatus);
    else
        error.kind = errorKindForNames(words.names);

    QString said = presentableWords(words.message, MaxWords);
    if (said.isEmpty())
        said = instead.isEmpty() ? advice(error.kind) : instead;
    const QString status = error.httpStatus == 0 ? QString() : u" (HTTP %1)"_s.arg(error.httpStatus);
    const QString what = lead(error.kind, error.httpStatus) + status;
    error.message = said.isEmpty()
        ? what
        : QCoreApplication::translate("Error", "%1: %2", "what happened, and what was said or can be done").arg(what, said);
    if (!u".!?…。！？"_s.contains(error.message.back()))
        error.message = QCoreApplication::translate("Error", "%1.", "a sentence").arg(error.message);
    return error;
}

/// What the Date of an answer says; servers may only send one form of it (RFC 9110 section 5.6.7).
QDateTime serverTime(const HttpHeaders& headers)
{
    const QString text = QString::fromLatin1(headerValue(headers, "Date").trimmed());
    QDateTime time = QLocale::c().toDateTime(text, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

std::optional<Millis> retryAfterOf(const HttpHeaders& headers)
{
    bool isNumber = false;
    const qint64 millis = headerValue(headers, "retry-after-ms").trimmed().toLongLong(&isNumber); // OpenAI, Azure
    if (isNumber && millis >= 0)
        return Millis(std::min<qint64>(millis, 24 * 60 * 60 * 1000));
    // A date counts from the server's own clock, which stands in the same head (RFC 9110 section 6.6.1).
    const QByteArray retryAfter = headerValue(headers, "Retry-After");
    const QDateTime now = serverTime(headers);
    return now.isValid() ? parseRetryAfter(retryAfter, now.toSecsSinceEpoch())
                         : parseRetryAfter(retryAfter.contains(' ') ? QByteArray() : retryAfter, 0);
}

}

std::optional<Error> reportedError(const JsonValue& root)
{
    if (root.isArray())
        return root.first()["error"].isObject() ? reportedError(root.first()) : std::nullopt; // Google puts it into an array
    const JsonValue error = root["error"];
    const bool isSaid = error.isString() ? !error.utf8().empty() : error.isObject() && error.toJson() != "{}";
    if (isSaid || root["object"].utf8() == "error" || root["type"].utf8() == "error")
        return judge(ErrorWords::of(root));
    return std::nullopt;
}

Error errorFromText(QByteArrayView payload)
{
    return judge(ErrorWords::of(payload));
}

Error errorFromAnswer(const HttpResponseHead& head, QByteArrayView body)
{
    const bool isHtml = mediaType(headerValue(head.headers, "Content-Type")) == "text/html"_ba;
    ErrorWords words = isHtml ? ErrorWords() : ErrorWords::of(body);
    const bool isPage = isHtml || body.trimmed().startsWith('<');
    words.kind = words.kind && head.status >= 500 ? words.kind : std::nullopt; // the gateway tells 502 from 502
    words.httpStatus = head.status;
    if (const std::optional<Millis> wait = retryAfterOf(head.headers))
        words.retryAfter = wait;
    const QString page =
        QCoreApplication::translate("Error", "it answered with a web page; check that the base URL is that of an API");
    return judge(words, isPage && errorKindForStatus(head.status) == ErrorKind::Protocol ? page : QString());
}

}
