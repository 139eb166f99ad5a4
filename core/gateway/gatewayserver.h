#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/gateway/connectiontimeouts.h"
#include "core/gateway/sharedoptions.h"
#include "core/gateway/upstreamoptions.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// How a gateway listens and keeps its streams.
struct GatewayOptions
{
    QString host = QStringLiteral("127.0.0.1"); ///< an address, or "localhost"
    quint16 port = 0; ///< 0 = any free one
    QByteArray token; ///< required for a host that is not loopback; then every request must carry it
    Millis resumeGrace {10000}; ///< how long a stream goes on without a reader; 0 = cancel at once
    Millis drainTimeout {10000};
    qint64 logBytes = 4 * 1024 * 1024; ///< resume log, one stream
    qint64 logTotalBytes = 64 * 1024 * 1024; ///< resume log, all streams
    Millis logAge {300000}; ///< after the end
    std::optional<SharedOptions> shared; ///< nothing = this gateway is alone
    int maxStreams = 100; ///< of /chat-pooled at once; at least 1
    Millis acquireTimeout {5000}; ///< how long a request to /chat-pooled waits for its turn
    QString cacheFile; ///< the response cache of /chat-cached; empty = in memory. Unused when it is shared
    qint64 cacheBytes = 64 * 1024 * 1024;
    Millis cachePatience {500}; ///< a cache that has not answered within that counts as a miss
    std::chrono::days cacheAge {30}; ///< what is older is not answered with
    int demoSlots = 0; ///< answers of the demo model at once, as a model server has a capacity; 0 = any number
    Millis demoPatience {2000}; ///< how long one more waits for its turn; then 503
    std::optional<UpstreamOptions> upstream {}; ///< nothing = the demo model answers
    ConnectionTimeouts timeouts;
    qint64 arrivingBytes = 64 * 1024 * 1024; ///< all requests together that are not here in full
    int maxConnections = 10000; ///< fewer where the process may not open so many files; who comes then is refused with 503
};

/// The local HTTP server: the routes of docs/gateway.md in front of the demo model or of an upstream server. Runs in a thread of
/// its own, which it owns; start(), drain() and the destructor belong to the owner's thread. Needs no Qt event loop.
class GatewayServer
{
public:
    explicit GatewayServer(const GatewayOptions& options = {});
    /// Ends every stream at once and joins the thread.
    ~GatewayServer();
    Q_DISABLE_COPY_MOVE(GatewayServer)

    /// Binds and starts to serve, once. The bound port, or why it cannot be: Auth when a token is missing, Tls when the
    /// upstream's CA file holds no certificate, else Network. Blocks until Redis has answered, if there is one; the upstream is
    /// not asked anything yet.
    Result<quint16> start();

    /// "METHOD pattern" of each route, for whoever describes them: docs/openapi.yaml is held against it. Any thread.
    QList<QByteArray> routes() const;

    /// No new streams from now on; open ones complete within the drain timeout, the rest get `event: error`. \a done is called
    /// once, from the gateway's thread, when the last connection is closed. After start().
    void drain(std::function<void()> done);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
