#include "core/gateway/reply.h"

#include "core/gateway/jsontext.h"

#include <ctime>

namespace sluice {

namespace {

const char* reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "";
    }
}

QByteArray httpDate()
{
    // One a second is formatted, not one a response; each gateway thread has its own.
    thread_local std::time_t formattedFor = 0;
    thread_local QByteArray formatted;
    const std::time_t now = std::time(nullptr);
    if (now == formattedFor)
        return formatted;
    static constexpr const char* Days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* Months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc {};
    gmtime_r(&now, &utc);
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", Days[utc.tm_wday], utc.tm_mday, Months[utc.tm_mon],
        utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    formattedFor = now;
    formatted = text;
    return formatted;
}

QByteArray statusAndHeaders(int status, const HttpHeaders& headers)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    head += "Date: " + httpDate() + "\r\n";
    for (const HttpHeader& header : headers)
        head += header.name + ": " + header.value + "\r\n";
    return head;
}

}

Reply metricsReply(const QByteArray& text)
{
    return {.status = 200, .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, .body = text};
}

Reply jsonReply(int status, const QByteArray& json)
{
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = json};
}

Reply detailReply(int status, QStringView detail)
{
    return jsonReply(status, "{\"detail\": " + jsonString(detail) + '}');
}

Reply unknownStreamReply()
{
    return detailReply(404, u"There is no such stream, or it ended too long ago");
}

int statusFor(const Error& error)
{
    if (error.httpStatus >= 400)
        return error.httpStatus;
    switch (error.kind) {
    case ErrorKind::Timeout:
        return 504;
    case ErrorKind::Server:
    case ErrorKind::Overflow:
        return 500;
    case ErrorKind::Cancelled:
        return 503;
    default:
        return 502;
    }
}

void addRetryAfter(Reply& reply, const Error& error)
{
    if (error.retryAfter) // whole seconds, not too early
        reply.headers.append(
            {"Retry-After", QByteArray::number(std::chrono::ceil<std::chrono::seconds>(*error.retryAfter).count())});
}

Reply refusalReply(const Error& error)
{
    Reply reply = jsonReply(statusFor(error),
        "{\"detail\": " + jsonString(error.message) + ", \"kind\": " + jsonString(errorKindName(error.kind)) + '}');
    addRetryAfter(reply, error);
    return reply;
}

QByteArray completionErrorJson(QStringView message, QStringView type, QStringView code)
{
    return "{\"error\":{\"message\":" + jsonString(message) + ",\"type\":" + jsonString(type)
        + ",\"code\":" + (code.isEmpty() ? QByteArray("null") : jsonString(code)) + "}}";
}

QByteArray replyBytes(const Reply& reply, const ReplyFraming& framing)
{
    QByteArray bytes = statusAndHeaders(reply.status, reply.headers);
    if (reply.status != 204) // RFC 9110 section 8.6
        bytes += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    if (!framing.keepAlive)
        bytes += "Connection: close\r\n";
    else if (framing.minorVersion == 0)
        bytes += "Connection: keep-alive\r\n";
    bytes += "\r\n";
    if (!framing.isHead)
        bytes += reply.body;
    return bytes;
}

QByteArray streamHeadBytes(const QByteArray& streamId, const HttpHeaders& more, const ReplyFraming& framing)
{
    // The last of these is for proxies that would collect the events.
    const HttpHeaders usual {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}, {"X-Stream-Id", streamId},
        {"X-Accel-Buffering", "no"}};
    QByteArray bytes = statusAndHeaders(200, usual + more);
    if (framing.minorVersion > 0)
        bytes += "Transfer-Encoding: chunked\r\n";
    if (!framing.keepAlive)
        bytes += "Connection: close\r\n";
    return bytes + "\r\n";
}

}
