#pragma once

#include "core/base/result.h"
#include "core/recording/recording.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace sluice {

struct ReplayServerOptions
{
    QString host = QStringLiteral("127.0.0.1"); ///< to listen on; a loopback address, or "localhost"
    quint16 port = 0; ///< 0 = any free one
    double speed = 1; ///< 2 = twice as fast; 0 = as fast as the client reads
};

/// A recording as an endpoint on loopback: every question gets the recorded answer, byte for byte and at its times. A client that
/// tries again gets what came at the next try; any number at once. GET …/models lists the recorded model. Like the gateway it
/// checks Host and Origin. Runs in a thread of its own, which it owns; all functions are the owner's.
class ReplayServer
{
public:
    ReplayServer(std::shared_ptr<const Recording> recording, const ReplayServerOptions& options = {});
    /// Closes every connection at once and joins the thread.
    ~ReplayServer();
    Q_DISABLE_COPY_MOVE(ReplayServer)

    /// Binds and starts to serve, once. The base URL of the endpoint, or why there is none: Network; Protocol when the recording
    /// has no request.
    Result<QUrl> start();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}
