#include "core/engine/networkside.h"

#include "core/base/threadhandover.h"
#include "core/engine/chatstream.h"
#include "core/engine/modelsfetch.h"
#include "core/net/httpdrain.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTimer>

#include <iterator>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

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

NetworkSide::NetworkSide() = default;
NetworkSide::~NetworkSide() = default;

void NetworkSide::startStream(quint64 id, const StreamRequest& request, const std::shared_ptr<StreamLink>& link)
{
    const Provider* provider = providerNamed(request.endpoint.provider);
    if (!provider) {
        refuse(id, *link, u"There is no provider named \"%1\"."_s.arg(request.endpoint.provider.left(60)));
        return;
    }
    if (const std::optional<QString> why = validate(request.strategy)) {
        refuse(id, *link, *why);
        return;
    }
    const StreamEnvironment environment {
        .clock = steadyClock(), .random = [] { return QRandomGenerator::global()->generateDouble(); }};
    auto stream = std::make_unique<ChatStream>(
        request, *provider, poolFor(request.endpoint, request.key, request.transport), link, environment);
    connect(stream.get(), &ChatStream::statusChanged, this, [this, id](const StreamStatus& status) {
        handover::publish();
        Q_EMIT statusChanged(id, status);
    });
    connect(stream.get(), &ChatStream::woken, this, [this, id](const StreamFigures& figures) {
        handover::publish();
        Q_EMIT woken(id, figures);
    });
    connect(stream.get(), &ChatStream::closed, this, [this, id](const StreamFigures& figures) {
        takeStream(id).release()->deleteLater(); // this is its own signal
        handover::publish();
        Q_EMIT closed(id, figures);
    });
    ChatStream& started = *stream;
    m_streams.emplace(id, std::move(stream));
    started.start();
}

void NetworkSide::refuse(quint64 id, StreamLink& link, const QString& why)
{
    link.queue.push(StreamEnd {.finishReason = {}, .error = Error {.kind = ErrorKind::Protocol, .message = why}});
    handover::publish();
    Q_EMIT closed(id, {});
}

void NetworkSide::stopStream(quint64 id)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second->stop();
}

void NetworkSide::setStrategy(quint64 id, const StrategyOptions& strategy)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second->setStrategy(strategy);
}

void NetworkSide::readOn(quint64 id)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second->readOn();
}

void NetworkSide::dropStream(quint64 id)
{
    const std::unique_ptr<ChatStream> stream = takeStream(id);
    if (!stream)
        return;
    stream->disconnect(this);
    stream->stop();
}

std::unique_ptr<ChatStream> NetworkSide::takeStream(quint64 id)
{
    const auto found = m_streams.find(id);
    if (found == m_streams.end())
        return nullptr;
    std::unique_ptr<ChatStream> stream = std::move(found->second);
    m_streams.erase(found);
    return stream;
}

void NetworkSide::fetchModels(quint64 job, const Endpoint& endpoint, const QByteArray& key)
{
    const Provider* provider = providerNamed(endpoint.provider);
    if (!provider) {
        handover::publish();
        Q_EMIT modelsFetched(job,
            std::unexpected(Error {.kind = ErrorKind::Protocol,
                .message = u"There is no provider named \"%1\"."_s.arg(endpoint.provider.left(60))}));
        return;
    }
    auto fetch = std::make_unique<ModelsFetch>(endpoint, key, *provider, poolFor(endpoint, key, {}));
    connect(fetch.get(), &ModelsFetch::done, this, [this, job](const Result<EndpointProbe>& result) {
        const auto found = m_fetches.find(job);
        found->second.release()->deleteLater(); // this is its own signal
        m_fetches.erase(found);
        handover::publish();
        Q_EMIT modelsFetched(job, result);
    });
    m_fetches.emplace(job, std::move(fetch));
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

ManagerPool& NetworkSide::poolFor(const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    const QByteArray name = poolKey(endpoint, key, transport);
    const auto found = m_pools.find(name);
    if (found != m_pools.end())
        return *found->second;
    dropIdlePools();
    return *m_pools.emplace(name, std::make_unique<ManagerPool>(transport)).first->second;
}

void NetworkSide::dropIdlePools()
{
    for (auto pool = m_pools.begin(); pool != m_pools.end() && m_pools.size() > MaxIdlePools;)
        pool = pool->second->activeStreams() == 0 ? m_pools.erase(pool) : std::next(pool);
}

}
