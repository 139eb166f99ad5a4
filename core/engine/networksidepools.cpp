// NetworkSide's connections: which streams may share them, and what is still to be said over them at the end.
#include "core/engine/networkside.h"

#include "core/chat/provider.h"
#include "core/engine/modelsfetch.h"
#include "core/engine/streamrun.h"
#include "core/net/httpdrain.h"
#include "core/net/managerpool.h"

#include <QCryptographicHash>
#include <QTimer>

#include <iterator>
#include <utility>

namespace sluice {

namespace {

/// Beyond this many, pools without a stream are closed: endpoints are edited, keys change.
constexpr std::size_t MaxIdlePools = 16;

/// All that connections may not be shared across. Holds no key: only its hash.
QByteArray poolKey(const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QByteArray origin = endpoint.baseUrl.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toEncoded();
    for (const QByteArray& part :
        {endpoint.id.toUtf8(), origin, key, transport.caCertificatesPem, QByteArray(transport.http2Allowed ? "2" : "1")}) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return hash.result();
}

}

void NetworkSide::finishCalls(Millis patience)
{
    for (const auto& [name, pool] : m_pools) {
        const QList<HttpDrain*> drains = pool->findChildren<HttpDrain*>(Qt::FindDirectChildrenOnly);
        for (const HttpDrain* drain : drains) {
            if (!drain->isCall())
                continue;
            ++m_openCalls;
            connect(drain, &QObject::destroyed, this, [this] {
                if (--m_openCalls == 0)
                    Q_EMIT callsFinished();
            });
        }
    }
    if (m_openCalls == 0)
        Q_EMIT callsFinished();
    else
        QTimer::singleShot(patience, this, &NetworkSide::callsFinished);
}

std::shared_ptr<ManagerPool> NetworkSide::poolFor(
    const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    const QByteArray name = poolKey(endpoint, key, transport);
    const auto found = m_pools.find(name);
    if (found != m_pools.end())
        return found->second;
    dropIdlePools();
    return m_pools.emplace(name, std::make_shared<ManagerPool>(transport)).first->second;
}

void NetworkSide::dropIdlePools()
{
    for (auto pool = m_pools.begin(); pool != m_pools.end() && m_pools.size() > MaxIdlePools;)
        pool = pool->second.use_count() == 1 && pool->second->activeStreams() == 0 ? m_pools.erase(pool) : std::next(pool);
}

void NetworkSide::fetchModels(quint64 job, const Endpoint& endpoint, const QByteArray& key)
{
    const Provider* provider = providerNamed(endpoint.provider);
    if (!provider) {
        Q_EMIT modelsFetched(job, handover::Sent(Result<EndpointProbe>(std::unexpected(noProvider(endpoint.provider)))));
        return;
    }
    auto fetch = std::make_unique<ModelsFetch>(endpoint, key, *provider, poolFor(endpoint, key, {}));
    connect(fetch.get(), &ModelsFetch::done, this, [this, job, endpoint](const Result<EndpointProbe>& result) {
        if (result)
            learn(endpoint, result->abilities);
        const auto found = m_fetches.find(job);
        found->second.release()->deleteLater(); // this is its own signal
        m_fetches.erase(found);
        Q_EMIT modelsFetched(job, handover::Sent(result));
    });
    m_fetches.emplace(job, std::move(fetch));
}

}
