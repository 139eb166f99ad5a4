#include "core/net/systemproxy.h"

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

QList<QNetworkProxy> SystemProxy::queryProxy(const QNetworkProxyQuery& query)
{
    // Qt uses an unbuffered socket where the answer is NoProxy. That one loses track when a server closes right behind its last
    // bytes: a chunked answer that was cut off ends without an error, and the request is sent a second time, POST included.
    // DefaultProxy is as direct (see ManagerPool), but buffered.
    const QNetworkProxy direct(QNetworkProxy::DefaultProxy);
    if (isLoopbackHost(query.peerHostName()))
        return {direct};
    QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(query);
    std::replace_if(
        proxies.begin(), proxies.end(), [](const QNetworkProxy& proxy) { return proxy.type() == QNetworkProxy::NoProxy; },
        direct);
    return proxies;
}

}
