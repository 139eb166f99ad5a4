#include "core/engine/responseplan.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// What servers send event streams and JSON answers as, besides text/event-stream; "" is no Content-Type at all.
constexpr std::array LenientTypes {QByteArrayView(""), QByteArrayView("text/plain"), QByteArrayView("application/json"),
    QByteArrayView("application/problem+json"), QByteArrayView("application/x-ndjson"),
    QByteArrayView("application/octet-stream"), QByteArrayView("application/stream+json")};

std::unexpected<Error> protocol(const QString& message, int status)
{
    return std::unexpected(Error {.kind = ErrorKind::Protocol, .message = message, .httpStatus = status});
}

int portOf(const QUrl& url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

}

Result<BodyPlan> planBody(const HttpResponseHead& head)
{
    if (head.status == 204)
        return protocol(QCoreApplication::translate("Error", "The server answered with no content."), head.status);
    const QByteArray type = mediaType(headerValue(head.headers, "content-type"));
    const bool declared = type == "text/event-stream";
    if (!declared && std::find(LenientTypes.begin(), LenientTypes.end(), type) == LenientTypes.end()) {
        if (type == "text/html" || type == "application/xhtml+xml")
            return protocol(QCoreApplication::translate(
                                "Error", "The server answered with a web page, not with a stream: check the base URL."),
                head.status);
        const QString shown = QString::fromLatin1(type.first(std::min<qsizetype>(type.size(), 60)));
        return protocol(
            QCoreApplication::translate("Error", "The server answered with %1, not with a stream: check the base URL.")
                .arg(shown),
            head.status);
    }
    const QByteArray coding = headerValue(head.headers, "content-encoding").trimmed().toLower();
    const bool gzip = coding == "gzip" || coding == "x-gzip"; // RFC 9110 section 8.4.1.3
    if (!gzip && !coding.isEmpty() && coding != "identity")
        return protocol(QCoreApplication::translate("Error", "The server compressed its answer in a way that was not asked for."),
            head.status);
    return BodyPlan {.gzip = gzip, .declaredEventStream = declared};
}

Result<QUrl> redirectTarget(const QUrl& from, const HttpResponseHead& head)
{
    const QUrl to = from.resolved(QUrl::fromEncoded(headerValue(head.headers, "location"), QUrl::StrictMode));
    const bool keepsMethod = head.status == 301 || head.status == 307 || head.status == 308;
    const bool named = !headerValue(head.headers, "location").isEmpty() && to.isValid();
    const QString shown = to.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (!named)
        return protocol(QCoreApplication::translate("Error", "The server redirects to nowhere."), head.status);
    const bool sameHost = to.host() == from.host();
    const bool sameOrigin = sameHost && to.scheme() == from.scheme() && portOf(to) == portOf(from);
    const bool upgrade = sameHost && from.scheme() == "http"_L1 && to.scheme() == "https"_L1;
    if (!keepsMethod || (!sameOrigin && !upgrade))
        return protocol(
            QCoreApplication::translate("Error", "The server redirects to %1: set the base URL to where it really is.")
                .arg(shown),
            head.status);
    return to;
}

}
