#include "core/net/chosenproxy.h"

#include <QHostAddress>
#include <QNetworkProxy>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

bool isLoopbackHost(const QString& host)
{
    const QString name = host.endsWith(u'.') ? host.chopped(1) : host;
    if (name.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || name.endsWith(".localhost"_L1, Qt::CaseInsensitive))
        return true;
    return QHostAddress(name).isLoopback();
}

bool usesNamedProxy(const ProxyChoice& choice, bool isForLoopback, const QString& host)
{
    return choice.kind == ProxyChoice::Kind::Manual && (isForLoopback || !isLoopbackHost(host));
}

ChosenProxy::ChosenProxy(const ProxyChoice& choice, bool isForLoopback)
    : m_choice(choice)
    , m_isForLoopback(isForLoopback)
{ }

QList<QNetworkProxy> ChosenProxy::queryProxy(const QNetworkProxyQuery& query)
{
    // Qt uses an unbuffered socket where the answer is NoProxy. That one loses track when a server closes right behind its last
    // bytes: a chunked answer that was cut off ends without an error, and the request is sent a second time, POST included.
    // DefaultProxy is as direct (see ManagerPool), but buffered.
    const QNetworkProxy direct(QNetworkProxy::DefaultProxy);
    const QString host = query.peerHostName();
    if (usesNamedProxy(m_choice, m_isForLoopback, host)) {
        const bool isSocks = m_choice.address.scheme() == "socks5"_L1;
        const auto port = quint16(m_choice.address.port());
        return {QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, m_choice.address.host(), port)};
    }
    if (isLoopbackHost(host) || m_choice.kind == ProxyChoice::Kind::None)
        return {direct};
    QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(query);
    std::replace_if(
        proxies.begin(), proxies.end(), [](const QNetworkProxy& proxy) { return proxy.type() == QNetworkProxy::NoProxy; },
        direct);
    return proxies;
}

}
