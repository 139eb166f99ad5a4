// NetworkSide besides its streams: lists of models, and what is still to be said at the end.
#include "core/engine/networkside.h"

#include "core/chat/provider.h"
#include "core/engine/modelsfetch.h"
#include "core/engine/streamrun.h"
#include "core/net/httpdrain.h"
#include "core/net/managerpool.h"

#include <QTimer>

#include <utility>

namespace sluice {

void NetworkSide::finishCalls(Millis patience)
{
    for (const ManagerPool* pool : m_pools.all()) {
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

void NetworkSide::fetchModels(quint64 job, const Endpoint& endpoint, const QByteArray& key)
{
    const Provider* provider = providerNamed(endpoint.provider);
    if (!provider) {
        Q_EMIT modelsFetched(job, handover::Sent(Result<EndpointProbe>(std::unexpected(noProvider(endpoint.provider)))));
        return;
    }
    const Result<std::shared_ptr<ManagerPool>> pool = m_pools.poolFor(endpoint, key, {});
    if (!pool) {
        Q_EMIT modelsFetched(job, handover::Sent(Result<EndpointProbe>(std::unexpected(pool.error()))));
        return;
    }
    auto fetch = std::make_unique<ModelsFetch>(endpoint, key, *provider, *pool);
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
