#include "core/base/proxychoice.h"

#include <QCoreApplication>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct ProxyAddress
{
    Q_DECLARE_TR_FUNCTIONS(ProxyAddress)
};

}

QString ProxyChoice::toText() const
{
    switch (kind) {
    case Kind::System:
        return u"system"_s;
    case Kind::None:
        return u"none"_s;
    case Kind::Manual:
        return address.toString(QUrl::RemovePassword);
    }
    Q_UNREACHABLE();
}

std::optional<ProxyChoice> ProxyChoice::fromText(QStringView text)
{
    if (text == u"system")
        return ProxyChoice {};
    if (text == u"none")
        return ProxyChoice {.kind = Kind::None};
    const ProxyAddressCheck check = checkProxyAddress(text);
    if (!check.isUsable())
        return std::nullopt;
    return ProxyChoice {.kind = Kind::Manual, .address = check.address};
}

ProxyAddressCheck checkProxyAddress(QStringView typed)
{
    const auto refuse = [](const QString& why) { return ProxyAddressCheck {.problem = why, .address = {}}; };
    const QUrl url(typed.trimmed().toString(), QUrl::StrictMode);
    const bool isKnown = url.scheme() == "http"_L1 || url.scheme() == "socks5"_L1;
    if (!url.isValid() || !isKnown || url.host().isEmpty())
        return refuse(ProxyAddress::tr("Write it as http://host:port or socks5://host:port."));
    if (url.port() < 1)
        return refuse(ProxyAddress::tr("The port is missing, as in %1://%2:8080.").arg(url.scheme(), url.host()));
    if (!url.userInfo().isEmpty())
        return refuse(ProxyAddress::tr("A name and a password do not belong here: this file is not a safe place for them."));
    const bool hasMore = (!url.path().isEmpty() && url.path() != "/"_L1) || url.hasQuery() || url.hasFragment();
    if (hasMore)
        return refuse(ProxyAddress::tr("Nothing may follow the port."));
    return {.problem = {}, .address = url.adjusted(QUrl::RemovePath)};
}

}
