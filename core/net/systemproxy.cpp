#include "core/net/systemproxy.h"

#include <QHostAddress>
#include <QNetworkProxy>

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
    if (isLoopbackHost(query.peerHostName()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    return QNetworkProxyFactory::systemProxyForQuery(query);
}

}
