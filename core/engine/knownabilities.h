#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"

#include <QHash>

namespace sluice {

/// What is known about endpoints, each as it is: with another address it may be another server.
class KnownAbilities
{
public:
    EndpointAbilities of(const Endpoint& endpoint) const { return m_known.value(keyOf(endpoint)); }

    /// From an earlier run: what this one has seen counts more.
    void remember(const Endpoint& endpoint, const EndpointAbilities& abilities)
    {
        EndpointAbilities& known = m_known[keyOf(endpoint)];
        known = merged(abilities, known);
    }

    /// Whether that was news.
    bool learn(const Endpoint& endpoint, const EndpointAbilities& abilities)
    {
        EndpointAbilities& known = m_known[keyOf(endpoint)];
        const EndpointAbilities before = known;
        known = merged(known, abilities);
        return known != before;
    }

private:
    static QByteArray keyOf(const Endpoint& endpoint)
    {
        return endpoint.id.toUtf8() + '\n' + endpoint.provider.toUtf8() + '\n' + endpoint.baseUrl.toEncoded();
    }

    QHash<QByteArray, EndpointAbilities> m_known;
};

}
