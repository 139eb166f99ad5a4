#pragma once

#include <QNetworkProxyFactory>

namespace sluice {

/// Whether \a host names this machine: localhost, a name below it (RFC 6761 section 6.3), 127.0.0.0/8 or ::1.
bool isLoopbackHost(const QString& host);

/// The system's proxy, but never for this machine: a local model server is not reachable from a proxy, and prompts for it must
/// not leave. Used by a manager in its own thread.
class SystemProxy final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;
};

}
