#pragma once

#include "core/base/proxychoice.h"

#include <QNetworkProxyFactory>

namespace sluice {

/// Whether \a host names this machine: localhost, a name below it (RFC 6761 section 6.3), 127.0.0.0/8 or ::1.
bool isLoopbackHost(const QString& host);

/// Whether connections to \a host go through the proxy that \a choice names. \a isForLoopback: it was named for that server
/// alone.
bool usesNamedProxy(const ProxyChoice& choice, bool isForLoopback, const QString& host);

/// What a ProxyChoice means for each connection: the system's proxy, none, or the one that was named. Never for this machine: a
/// local model server is not reachable from a proxy, and prompts for it must not leave. Only a proxy that was named for one
/// endpoint serves that, wherever it is. Used by a manager in its own thread.
class ChosenProxy final : public QNetworkProxyFactory
{
public:
    explicit ChosenProxy(const ProxyChoice& choice = {}, bool isForLoopback = false);

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

private:
    const ProxyChoice m_choice;
    const bool m_isForLoopback;
};

}
