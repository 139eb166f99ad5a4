#pragma once

#include "core/chat/endpoint.h"

#include <QHash>
#include <QString>

#include <algorithm>

namespace sluice {

/// What the user has agreed to in this run: so many requests to an address. An endpoint that is edited is another one. GUI
/// thread.
class Consent
{
public:
    bool covers(const Endpoint& endpoint, int requests) const { return m_requests.value(keyOf(endpoint)) >= requests; }
    void give(const Endpoint& endpoint, int requests)
    {
        int& agreed = m_requests[keyOf(endpoint)];
        agreed = std::max(agreed, requests);
    }

private:
    static QString keyOf(const Endpoint& endpoint)
    {
        return endpoint.id + u'\n' + endpoint.provider + u'\n' + endpoint.baseUrl.toString();
    }

    QHash<QString, int> m_requests;
};

}
