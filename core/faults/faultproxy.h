#pragma once

#include "core/base/result.h"
#include "core/faults/faultlog.h"
#include "core/faults/faultscript.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

namespace sluice {

struct FaultProxyOptions
{
    QString host = QStringLiteral("127.0.0.1"); ///< to listen on; a loopback address, or "localhost"
    quint16 port = 0; ///< 0 = any free one
    QString originHost = QStringLiteral("127.0.0.1"); ///< an address, or "localhost"; plain http
    quint16 originPort = 0;
    QUrl origin {}; ///< not empty: in the place of the two above. http or https, a name or an address, anywhere
    QString caFile {}; ///< certificates (PEM) that are trusted beside the system's, for https
    std::size_t logEntries = 10000; ///< the newest are kept
};

/// A request as the chooser sees it.
struct ProxiedRequest
{
    QByteArray method;
    QByteArray target; ///< path and query; what it is changed to is what the origin gets
    HttpHeaders headers;
};

/// Says what happens to a request; called in the proxy's thread, once for each.
using FaultChooser = std::function<Fault(ProxiedRequest&)>;

/// An HTTP/1.1 proxy on loopback in front of one origin: passes requests on, and does to the answers what a script says
/// (docs/faults.md). What it does not spoil it passes on byte for byte, framing aside, no faster than the client reads, and it
/// closes the connection to the origin when the client is gone. Runs in a thread of its own, which it owns; all functions are the
/// owner's but log(), which is thread-safe.
class FaultProxy
{
public:
    FaultProxy(const FaultProxyOptions& options, FaultScript script);
    FaultProxy(const FaultProxyOptions& options, FaultChooser chooser);
    /// Closes every connection at once and joins the thread.
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    /// Binds and starts to serve, once. The bound port, or why it cannot be: Network. Of a certificate file that cannot be
    /// used only the log tells.
    Result<quint16> start();

    /// No new connections; open answers have \a patience to complete. \a done is called once, from the proxy's thread, when the
    /// last connection is closed. After start().
    void drain(Millis patience, std::function<void()> done);

    std::vector<FaultLogEntry> log() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
