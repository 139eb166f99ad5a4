#include "core/engine/eventsourcerules.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Kind = EventSourceVerdict::Kind;

constexpr std::array RedirectStatuses {301, 302, 303, 307, 308};
constexpr std::array<QByteArrayView, 5> CredentialHeaders {
    "authorization", "cookie", "proxy-authorization", "x-api-key", "api-key"};
constexpr std::array<QByteArrayView, 4> BodyHeaders {"content-type", "content-length", "content-encoding", "content-language"};

bool isNamed(const HttpHeader& header, QByteArrayView name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

template <std::size_t N>
void removeHeaders(HttpHeaders& headers, const std::array<QByteArrayView, N>& names)
{
    headers.removeIf([&names](const HttpHeader& header) {
        return std::any_of(names.begin(), names.end(), [&header](QByteArrayView name) { return isNamed(header, name); });
    });
}

bool isSameOrigin(const QUrl& a, const QUrl& b)
{
    const auto port = [](const QUrl& url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

EventSourceVerdict fail(ErrorKind kind, int status, const QString& message)
{
    return {.kind = Kind::Fail, .target = {}, .error = Error {.kind = kind, .message = message, .httpStatus = status}};
}

EventSourceVerdict judgeRedirect(const HttpResponseHead& head, const QUrl& url)
{
    const QByteArray location = headerValue(head.headers, "location");
    const QUrl target = url.resolved(QUrl::fromEncoded(location, QUrl::TolerantMode));
    const bool isHttp = target.scheme() == "http"_L1 || target.scheme() == "https"_L1;
    if (location.isEmpty() || !target.isValid() || !isHttp || target.host().isEmpty())
        return fail(ErrorKind::Protocol, head.status, u"The server redirects to an address that cannot be used"_s);
    if (url.scheme() == "https"_L1 && target.scheme() == "http"_L1)
        return fail(ErrorKind::Protocol, head.status, u"The server redirects from https to http, which is not followed"_s);
    return {.kind = Kind::Redirect, .target = target, .error = {}};
}

EventSourceVerdict judgeOk(const HttpResponseHead& head)
{
    const QByteArray type = mediaType(headerValue(head.headers, "content-type"));
    if (type != "text/event-stream") {
        const QString found = type.isEmpty() ? u"no type"_s : QString::fromUtf8(type.left(100));
        return fail(
            ErrorKind::Protocol, head.status, u"The answer is not an event stream but %1: check the address"_s.arg(found));
    }
    const QByteArray encoding = headerValue(head.headers, "content-encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != "identity" && encoding != "gzip" && encoding != "x-gzip")
        return fail(ErrorKind::Protocol, head.status, u"The answer is compressed in a way that was not asked for"_s);
    return {.kind = Kind::Open, .target = {}, .error = {}};
}

}

EventSourceVerdict judgeEventSource(const HttpResponseHead& head, const QUrl& url, qint64 nowUtcSeconds)
{
    if (head.status == 200)
        return judgeOk(head);
    if (head.status == 204)
        return {.kind = Kind::Stop, .target = {}, .error = {}};
    if (std::find(RedirectStatuses.begin(), RedirectStatuses.end(), head.status) != RedirectStatuses.end())
        return judgeRedirect(head, url);

    const ErrorKind kind = head.status >= 400 ? errorKindForStatus(head.status) : ErrorKind::Protocol;
    EventSourceVerdict verdict = fail(kind, head.status, u"The server answered with HTTP status %1"_s.arg(head.status));
    if (head.status == 429 || head.status == 503) {
        verdict.error->retryAfter = parseRetryAfter(headerValue(head.headers, "retry-after"), nowUtcSeconds);
        if (verdict.error->retryAfter)
            verdict.kind = Kind::Wait;
    }
    return verdict;
}

HttpRequest redirectedRequest(const HttpRequest& request, int status, const QUrl& target)
{
    HttpRequest next = request;
    next.url = target;
    if (next.url.fragment().isEmpty())
        next.url.setFragment(request.url.fragment());
    const bool dropsBody = status == 303 || ((status == 301 || status == 302) && request.method == "POST");
    if (dropsBody && request.method != "GET") {
        next.method = "GET";
        next.body.clear();
        removeHeaders(next.headers, BodyHeaders);
    }
    if (!isSameOrigin(request.url, target))
        removeHeaders(next.headers, CredentialHeaders);
    return next;
}

bool isPermanentRedirect(int status)
{
    return status == 301 || status == 308;
}

Millis reconnectDelay(Millis reconnectionTime, int failures, Millis cap)
{
    const Millis limit = std::max(cap, reconnectionTime);
    Millis delay = reconnectionTime;
    for (int i = 1; i < failures && delay.count() > 0 && delay < limit; ++i)
        delay = delay > limit / 2 ? limit : delay * 2;
    return delay;
}

void setHeader(HttpHeaders& headers, QByteArrayView name, const QByteArray& value)
{
    headers.removeIf([name](const HttpHeader& header) { return isNamed(header, name); });
    headers.append(HttpHeader {name.toByteArray(), value});
}

}
