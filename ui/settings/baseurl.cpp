#include "ui/settings/baseurl.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct BaseUrl
{
    Q_DECLARE_TR_FUNCTIONS(BaseUrl)
};

QString problemOf(const QString& text, const QUrl& url)
{
    if (text.isEmpty())
        return BaseUrl::tr("Enter the address of the server.");
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return BaseUrl::tr("The address must begin with http:// or https://.");
    if (!url.isValid() || url.host().isEmpty())
        return BaseUrl::tr("This is not a valid address.");
    if (!url.userInfo().isEmpty())
        return BaseUrl::tr("Leave user name and password out of the address; the key has its own field.");
    if (url.hasQuery() || url.hasFragment())
        return BaseUrl::tr("Leave out everything from ? or # on.");
    return {};
}

bool isLoopback(const QUrl& url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || host.startsWith("127."_L1) || host == "::1"_L1;
}

QString hintFor(const QUrl& url, const BaseUrlUse& use)
{
    if (use.hasKey && url.scheme() == "http"_L1 && !isLoopback(url))
        return BaseUrl::tr("The key will travel unencrypted over http.");
    if (use.wantsVersion && !hasVersion(url))
        return BaseUrl::tr("Most servers want /v1 at the end of it.");
    return {};
}

}

bool hasVersion(const QUrl& url)
{
    static const QRegularExpression version(u"/v\\d+"_s);
    return version.match(url.path()).hasMatch();
}

BaseUrlCheck checkBaseUrl(QStringView typed, const BaseUrlUse& use)
{
    QString text = typed.trimmed().toString();
    while (text.endsWith(u'/') && !text.endsWith("//"_L1))
        text.chop(1);
    BaseUrlCheck check;
    const QUrl url(text, QUrl::StrictMode);
    check.problem = problemOf(text, url);
    if (!check.isUsable())
        return check;
    check.url = url;
    check.hint = hintFor(url, use);
    return check;
}

}
