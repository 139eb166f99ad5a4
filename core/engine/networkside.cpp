#include "core/engine/networkside.h"

#include "core/base/schedulingslice.h"
#include "core/engine/cachedstream.h"
#include "core/engine/cacheside.h"
#include "core/engine/chatstream.h"
#include "core/engine/modelsfetch.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice {

namespace {

constexpr std::chrono::microseconds NetworkSlice {100};

}

NetworkSide::NetworkSide(const EngineEnvironment& environment)
    : m_sleepWatch(environment, this)
    , m_watchTimer(this)
{
    m_watchTimer.setInterval(WatchInterval);
    connect(&m_watchTimer, &QTimer::timeout, this, &NetworkSide::tellWatched);
    connect(&m_sleepWatch, &SleepWatch::woke, this, &NetworkSide::checkConnections);
}

NetworkSide::~NetworkSide() = default;

void NetworkSide::begin(const SlotPoolOptions& options, CacheSide* cache, const StreamMetering& metering)
{
    setSchedulingSlice(NetworkSlice); // Qt's HTTP threads come from this one and have it, too
    m_cache = cache;
    m_metering = metering;
    m_admission = std::make_unique<StreamAdmission>(options, cache,
        StreamAdmission::Exits {
            .replay = [this](const Entrant& entrant,
                          const std::shared_ptr<const RecordedAnswer>& answer) { replay(entrant, answer); },
            .start = [this](const Entrant& entrant, SlotPool::Slot slot) { startLive(entrant, std::move(slot)); },
            .refuse = [this](const Entrant& entrant, const Error& error) { refuse(entrant.id, *entrant.link, error); },
            .queue =
                [this](const Entrant& entrant) {
                    Q_EMIT statusChanged(entrant.id, handover::Sent(StreamStatus {.state = StreamState::Queued}));
                },
        });
    tellPool();
}

void NetworkSide::startStream(quint64 id, const StreamRequest& request, const std::shared_ptr<StreamLink>& link)
{
    m_open.emplace(id, false);
    if (!providerNamed(request.endpoint.provider)) {
        refuse(id, *link, noProvider(request.endpoint.provider));
        return;
    }
    if (const std::optional<QString> why = validate(request.strategy)) {
        refuse(id, *link, {.kind = ErrorKind::Protocol, .message = *why});
        return;
    }
    Entrant entrant {.id = id, .request = request, .link = link, .asked = steadyClock().now()};
    if (!m_cache || !request.partialAnswer.isEmpty()) // the cache has answers to questions, not what is left of one
        entrant.request.cache = {};
    m_admission->admit(entrant);
    tellPool();
}

void NetworkSide::replay(const Entrant& entrant, const std::shared_ptr<const RecordedAnswer>& answer)
{
    RouteMetrics* metrics = m_metering.of(entrant.request.endpoint.provider);
    if (metrics)
        metrics->countCacheLookup(true);
    auto stream = std::make_unique<CachedStream>(entrant.request, answer, entrant.link, entrant.asked, metrics);
    run(entrant, {.slot = {}, .run = std::move(stream)});
}

void NetworkSide::startLive(const Entrant& entrant, SlotPool::Slot slot)
{
    StreamRequest request = entrant.request;
    request.abilities = merged(request.abilities, m_known.of(request.endpoint));
    const StreamEnvironment environment {.random = [] { return QRandomGenerator::global()->generateDouble(); },
        .metrics = m_metering.of(request.endpoint.provider)};
    if (environment.metrics && request.cache.read)
        environment.metrics->countCacheLookup(false);
    const Result<std::shared_ptr<ManagerPool>> pool = m_pools.poolFor(request.endpoint, request.key, request.transport);
    if (!pool) {
        refuse(entrant.id, *entrant.link, pool.error());
        return;
    }
    auto stream =
        std::make_unique<ChatStream>(request, *providerNamed(request.endpoint.provider), *pool, entrant.link, environment);
    connect(stream.get(), &ChatStream::abilitiesLearned, this,
        [this, endpoint = request.endpoint](const EndpointAbilities& abilities) { learn(endpoint, abilities); });
    run(entrant, {.slot = std::move(slot), .run = std::move(stream)});
}

void NetworkSide::run(const Entrant& entrant, Running running)
{
    const quint64 id = entrant.id;
    StreamRun& started = *running.run;
    connect(&started, &StreamRun::statusChanged, this,
        [this, id](const StreamStatus& status) { Q_EMIT statusChanged(id, handover::Sent(status)); });
    connect(&started, &StreamRun::woken, this,
        [this, id](const StreamFigures& figures) { Q_EMIT woken(id, handover::Sent(figures)); });
    connect(&started, &StreamRun::ticketChanged, this,
        [this, id](const std::optional<ReplayTicket>& ticket) { Q_EMIT ticketChanged(id, handover::Sent(ticket)); });
    connect(&started, &StreamRun::closed, this, [this, entrant](const StreamFigures& figures) { takeClosed(entrant, figures); });
    connect(&started, &StreamRun::serverStopped, this, [this, id](ServerStop outcome) { takeServerStop(id, outcome); });
    m_streams.emplace(id, std::move(running));
    m_sleepWatch.start();
    started.setOffline(m_isOffline);
    started.start();
    tellPool();
}

void NetworkSide::takeClosed(const Entrant& entrant, const StreamFigures& figures)
{
    std::unique_ptr<StreamRun> run = takeStream(entrant.id).run;
    std::optional<RecordedAnswer> answer = run->takeRecording();
    const bool awaitsServerStop = run->awaitsServerStop();
    const std::shared_ptr<const ArrivalFigures> arrivals = run->arrivals();
    if (awaitsServerStop)
        m_stopping.emplace(entrant.id, std::move(run));
    else
        run.release()->deleteLater(); // this is its own signal
    if (answer && m_cache) {
        QMetaObject::invokeMethod(m_cache,
            handover::posted(
                [cache = m_cache, request = entrant.request, recorded = std::move(*answer)] { cache->store(request, recorded); }),
            Qt::QueuedConnection);
    }
    closeWatch(entrant.id);
    Q_EMIT arrived(entrant.id, handover::Sent(arrivals));
    Q_EMIT closed(entrant.id, handover::Sent(figures), awaitsServerStop);
    tellPool();
}

void NetworkSide::takeServerStop(quint64 id, ServerStop outcome)
{
    if (auto stopping = m_stopping.extract(id))
        stopping.mapped().release()->deleteLater(); // this is its own signal
    handover::publish();
    Q_EMIT serverStopped(id, outcome);
}

Error NetworkSide::noProvider(const QString& name)
{
    return {.kind = ErrorKind::Protocol,
        .message = QCoreApplication::translate("Error", "There is no provider named \"%1\".").arg(name.left(60))};
}

void NetworkSide::refuse(quint64 id, StreamLink& link, const Error& error)
{
    closeWatch(id);
    link.queue.push(StreamEnd {.finishReason = {}, .error = error});
    Q_EMIT closed(id, handover::Sent(StreamFigures()), false);
    tellPool();
}

void NetworkSide::tellPool()
{
    const SlotPoolStats stats = m_admission->stats();
    if (stats == m_toldPool)
        return;
    m_toldPool = stats;
    Q_EMIT poolChanged(handover::Sent(stats));
}

void NetworkSide::takeFound(quint64 id, const std::shared_ptr<const RecordedAnswer>& answer)
{
    m_admission->takeFound(id, answer);
    tellPool();
}

void NetworkSide::setProxy(const ProxyChoice& proxy)
{
    m_pools.setProxy(proxy);
}

void NetworkSide::setMaxStreams(int max)
{
    m_admission->setMax(max);
    tellPool();
}

void NetworkSide::stopStream(quint64 id)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second.run->stop();
    else
        m_admission->stop(id);
}

void NetworkSide::setStrategy(quint64 id, const StrategyOptions& strategy)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second.run->setStrategy(strategy);
    else
        m_admission->setStrategy(id, strategy);
}

// What has ended meanwhile is not watched any more: nobody would ever say that it need not be.
void NetworkSide::setWatched(quint64 id, bool isWatched)
{
    if (const auto found = m_open.find(id); found != m_open.end())
        found->second = isWatched;
    const bool isAny = std::ranges::any_of(m_open, [](const auto& stream) { return stream.second; });
    if (!isAny)
        m_watchTimer.stop();
    else if (!m_watchTimer.isActive())
        m_watchTimer.start();
}

void NetworkSide::closeWatch(quint64 id)
{
    setWatched(id, false);
    m_open.erase(id);
}

void NetworkSide::tellWatched()
{
    for (const auto& [id, stream] : m_streams) {
        if (m_open[id])
            Q_EMIT arrived(id, handover::Sent(stream.run->arrivals()));
    }
}

void NetworkSide::readOn(quint64 id)
{
    if (const auto found = m_streams.find(id); found != m_streams.end())
        found->second.run->readOn();
}

void NetworkSide::dropStream(quint64 id)
{
    m_stopping.erase(id);
    closeWatch(id);
    Running dropped = takeStream(id);
    if (dropped.run) {
        dropped.run->disconnect(this);
        dropped.run->stop();
        dropped = {};
    } else {
        m_admission->drop(id);
    }
    tellPool();
}

NetworkSide::Running NetworkSide::takeStream(quint64 id)
{
    auto found = m_streams.extract(id);
    if (m_streams.empty())
        m_sleepWatch.stop();
    return found.empty() ? Running() : std::move(found.mapped());
}

void NetworkSide::rememberAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities)
{
    m_known.remember(endpoint, abilities);
}

void NetworkSide::learn(const Endpoint& endpoint, const EndpointAbilities& abilities)
{
    if (!m_known.learn(endpoint, abilities))
        return;
    handover::publish();
    Q_EMIT abilitiesLearned(endpoint, handover::Sent(m_known.of(endpoint)));
}

void NetworkSide::setOffline(bool isOffline)
{
    m_isOffline = isOffline;
    for (StreamRun* run : running())
        run->setOffline(isOffline);
}

void NetworkSide::checkConnections()
{
    for (StreamRun* run : running())
        run->checkConnection();
}

/// One that is told something may end, and so take itself out; it is destroyed later.
QList<StreamRun*> NetworkSide::running() const
{
    QList<StreamRun*> all;
    for (const auto& [id, stream] : m_streams)
        all.append(stream.run.get());
    return all;
}

}
