#pragma once

#include "core/base/error.h"

#include <QtGlobal>

namespace sluice {

struct RouteMetrics;

/// Counts one answer that is sent in one piece: its bytes, or that it failed. It is no stream, and no other figure is about it.
/// One that is destroyed before answered() or failed() was left by its client, and counts as cancelled. Gateway thread.
class WholeMeter
{
public:
    /// \a metrics outlives this; null: it counts nothing.
    explicit WholeMeter(RouteMetrics* metrics);
    ~WholeMeter();
    Q_DISABLE_COPY_MOVE(WholeMeter)

    /// From the server behind the gateway, if there is one.
    void received(qint64 wireBytes, qint64 decodedBytes);
    void answered(qint64 bytes);
    /// A refusal with 4xx is no failure, as with streams.
    void failed(const Error& error);

private:
    RouteMetrics* m_metrics; // null: nothing is left to count
};

}
