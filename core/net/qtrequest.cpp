#include "core/net/qtrequest.h"

#include <QCoreApplication>
#include <QSslConfiguration>

namespace sluice {

using namespace Qt::StringLiterals;

std::optional<QString> objectionTo(const HttpRequest& request)
{
    const QString scheme = request.url.scheme().toLower();
    if (!request.url.isValid() || request.url.isEmpty())
        return QCoreApplication::translate("Error", "The address is not a valid URL.");
    if (scheme != "http"_L1 && scheme != "https"_L1)
        return QCoreApplication::translate("Error", "The address must begin with http:// or https://.");
    if (request.url.host().isEmpty())
        return QCoreApplication::translate("Error", "The address names no host.");
    for (const HttpHeader& header : request.headers) {
        for (const QByteArray& part : {header.name, header.value}) {
            if (part.contains('\n') || part.contains('\r') || part.contains('\0'))
                return QCoreApplication::translate("Error", "A request header (perhaps the key) contains a line break.");
        }
    }
    return std::nullopt;
}

QNetworkRequest toQtRequest(const HttpRequest& request, const QSslConfiguration& tls, bool isHttp2Allowed)
{
    QNetworkRequest out(request.url);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, isHttp2Allowed);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setSslConfiguration(tls);
    // Set by hand, this also switches Qt's own decompression off, which has no backpressure.
    out.setRawHeader("Accept-Encoding", "gzip");
    out.setRawHeader("User-Agent", "sluice/" SLUICE_VERSION);
    for (const HttpHeader& header : request.headers)
        out.setRawHeader(header.name, header.value);
    return out;
}

}
