#pragma once

#include "core/base/result.h"
#include "core/base/threadhandover.h"
#include "core/engine/endpointpools.h"
#include "core/engine/endpointprobe.h"
#include "core/engine/knownabilities.h"
#include "core/engine/sleepwatch.h"
#include "core/engine/streamadmission.h"
#include "core/engine/streamlink.h"
#include "core/engine/streammetering.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streamstate.h"
#include "core/figures/arrivalrecorder.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace sluice {

class ModelsFetch;
class StreamRun;

/// The network thread's half of ChatEngine: owns the manager pools and every stream. Made by the engine, then lives in
/// the network thread; every function is called there, through the event loop. Streams and jobs are named by numbers, so that
/// what comes late finds nothing.
class NetworkSide final : public QObject
{
    Q_OBJECT

public:
    static constexpr Millis WatchInterval {100};

    explicit NetworkSide(const EngineEnvironment& environment = {});
    ~NetworkSide() override;

    /// Before all others. \a cache may be null; it lives in another thread and must outlive this.
    void begin(const SlotPoolOptions& options, CacheSide* cache, const StreamMetering& metering = {});

    void startStream(quint64 id, const StreamRequest& request, const std::shared_ptr<StreamLink>& link);
    void stopStream(quint64 id);
    void setStrategy(quint64 id, const StrategyOptions& strategy);
    /// While it is watched, arrived() comes every WatchInterval.
    void setWatched(quint64 id, bool isWatched);
    void readOn(quint64 id);
    /// The consumer is gone: ends the stream without a signal.
    void dropStream(quint64 id);

    void takeFound(quint64 id, const std::shared_ptr<const RecordedAnswer>& answer);
    void setMaxStreams(int max);
    void setProxy(const ProxyChoice& proxy);

    void rememberAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities);
    void setOffline(bool isOffline);
    void checkConnections();

    void fetchModels(quint64 job, const Endpoint& endpoint, const QByteArray& key);

    /// Before the end: emits callsFinished() once the servers have got the stop calls that are on their way, or after
    /// \a patience.
    void finishCalls(Millis patience);

Q_SIGNALS:
    void statusChanged(quint64 id, const sluice::handover::Sent<sluice::StreamStatus>& status);
    void woken(quint64 id, const sluice::handover::Sent<sluice::StreamFigures>& figures);
    /// How the answer comes: while it is watched, and before closed().
    void arrived(quint64 id, const sluice::handover::Sent<std::shared_ptr<const sluice::ArrivalFigures>>& figures);
    void closed(quint64 id, const sluice::handover::Sent<sluice::StreamFigures>& figures, bool awaitsServerStop);
    void serverStopped(quint64 id, sluice::ServerStop outcome);
    void ticketChanged(quint64 id, const sluice::handover::Sent<std::optional<sluice::ReplayTicket>>& ticket);
    void abilitiesLearned(const sluice::Endpoint& endpoint, const sluice::handover::Sent<sluice::EndpointAbilities>& abilities);
    void modelsFetched(quint64 job, const sluice::handover::Sent<sluice::Result<sluice::EndpointProbe>>& result);
    void callsFinished();
    void poolChanged(const sluice::handover::Sent<sluice::SlotPoolStats>& stats);

private:
    using Entrant = StreamAdmission::Entrant;

    struct Running
    {
        SlotPool::Slot slot; ///< none for an answer from the cache
        std::unique_ptr<StreamRun> run;
    };

    void replay(const Entrant& entrant, const std::shared_ptr<const RecordedAnswer>& answer);
    void startLive(const Entrant& entrant, SlotPool::Slot slot);
    void run(const Entrant& entrant, Running running);
    void takeClosed(const Entrant& entrant, const StreamFigures& figures);
    void takeServerStop(quint64 id, ServerStop outcome);
    void learn(const Endpoint& endpoint, const EndpointAbilities& abilities);
    QList<StreamRun*> running() const;
    void tellPool();
    void tellWatched();
    void closeWatch(quint64 id);
    static Error noProvider(const QString& name);
    void refuse(quint64 id, StreamLink& link, const Error& error);
    Running takeStream(quint64 id);

    SleepWatch m_sleepWatch; ///< runs while a stream does
    KnownAbilities m_known;
    bool m_isOffline = false;
    CacheSide* m_cache = nullptr;
    StreamMetering m_metering;
    std::unique_ptr<StreamAdmission> m_admission; ///< since begin(); owns the slots that streams hold
    SlotPoolStats m_toldPool;
    int m_openCalls = 0; ///< that finishCalls() waits for; they end with their pools at the latest
    EndpointPools m_pools;
    std::map<quint64, Running> m_streams; ///< those that have begun
    std::map<quint64, bool> m_open; ///< streams that have not ended, those that wait for a slot too: whether they are watched
    QTimer m_watchTimer; ///< runs while one is
    std::map<quint64, std::unique_ptr<StreamRun>> m_stopping; ///< closed, but their servers have not answered to the stop call
    std::map<quint64, std::unique_ptr<ModelsFetch>> m_fetches;
};

}
