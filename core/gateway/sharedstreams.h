#pragma once

#include "core/gateway/sharedoptions.h"
#include "core/gateway/streamregistry.h"
#include "core/redis/redisconnection.h"
#include "core/sockets/timer.h"

#include <QHash>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sluice {

class SharedMirror;
class SharedStream;

/// Several gateways that serve each other's streams through one Redis: each keeps a copy of its streams' logs there, tells who
/// follows one from elsewhere, and cancels when another asks. Gateway thread; outlives the streams of \a registry.
///
/// While Redis is away, this gateway's own streams go on, and what is missing there is made up for.
class SharedStreams
{
public:
    SharedStreams(StreamRegistry& registry, const SharedOptions& options);
    ~SharedStreams();
    Q_DISABLE_COPY_MOVE(SharedStreams)

    /// What Redis has of a stream.
    struct Found
    {
        QByteArray owner; ///< the gateway where it runs, or ran
        quint64 first = 1; ///< of the events that are there
        quint64 next = 1; ///< behind the last one
        bool hasEnded = false;
    };
    using FoundDone = std::function<void(const Result<std::optional<Found>>&)>;

    /// Looks for a stream of another gateway, or an older one of this. \a done comes later.
    void find(const QByteArray& id, FoundDone done);
    /// A stream that fills itself from Redis from event \a from on, and counts its readers in \a metrics.
    std::shared_ptr<SharedStream> open(const QByteArray& id, const Found& found, quint64 from, RouteMetrics& metrics);
    /// Asks its gateway to end a stream, or ends it in its stead when that is gone.
    void cancel(const QByteArray& id, const Found& found);

    // For the mirrors and the shared streams.

    StreamRegistry& registry() { return m_registry; }
    RedisConnection& redis() { return *m_commands; }
    const QByteArray& gatewayId() const { return m_gatewayId; }
    const SharedOptions& options() const { return m_options; }
    void say(const QByteArray& gateway, const QByteArray& words);
    /// Whether more may be given to Redis now; else \a mirror is woken when it may.
    bool mayWrite(const std::shared_ptr<SharedMirror>& mirror);
    void written();
    /// Redis refused something: the mirrors try again after a while.
    void refused(const Error& error);
    void mirrorDone(const QByteArray& id);
    void streamClosed(SharedStream& stream);
    /// Whether somebody here reads that stream of another gateway.
    bool isFollowed(const QByteArray& id) const;
    /// Ends the stream with an error event, unless somebody else has: its gateway is gone.
    void endOrphan(const QByteArray& id, quint64 next);

private:
    void begin(const std::shared_ptr<GatewayStream>& stream);
    void connectionChanged(bool isReady);
    void beat();
    void takeWords(const QByteArray& words);

    StreamRegistry& m_registry;
    const SharedOptions m_options;
    const QByteArray m_gatewayId;
    std::unique_ptr<RedisConnection> m_commands;
    std::unique_ptr<RedisConnection> m_words;
    QHash<QByteArray, std::shared_ptr<SharedMirror>> m_mirrors;
    QMultiHash<QByteArray, SharedStream*> m_open;
    std::vector<std::weak_ptr<SharedMirror>> m_waiting;
    Timer m_beatTimer;
    Timer m_retryTimer; ///< runs while Redis refuses
    quint64 m_beats = 0;
};

}
