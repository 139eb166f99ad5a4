#pragma once

#include "core/base/result.h"
#include "core/engine/endpointprobe.h"
#include "core/engine/streamlink.h"
#include "core/engine/streamoptions.h"
#include "core/engine/streamstate.h"

#include <QByteArray>
#include <QObject>

#include <map>
#include <memory>

namespace sluice {

class ChatStream;
class ManagerPool;
class ModelsFetch;

/// The network thread's half of ChatEngine: owns the manager pools and every running stream. Made by the engine, then lives in
/// the network thread; every function is called there, through the event loop. Streams and jobs are named by numbers, so that
/// what comes late finds nothing.
class NetworkSide final : public QObject
{
    Q_OBJECT

public:
    NetworkSide();
    ~NetworkSide() override;

    void startStream(quint64 id, const StreamRequest& request, const std::shared_ptr<StreamLink>& link);
    void stopStream(quint64 id);
    void setStrategy(quint64 id, const StrategyOptions& strategy);
    void readOn(quint64 id);
    /// The consumer is gone: ends the stream without a signal.
    void dropStream(quint64 id);

    void fetchModels(quint64 job, const Endpoint& endpoint, const QByteArray& key);

    /// Before the end: emits callsFinished() once the servers have got the stop calls that are on their way, or after
    /// \a patience.
    void finishCalls(Millis patience);

Q_SIGNALS:
    void statusChanged(quint64 id, const sluice::StreamStatus& status);
    void woken(quint64 id, const sluice::StreamFigures& figures);
    void closed(quint64 id, const sluice::StreamFigures& figures);
    void modelsFetched(quint64 job, const sluice::Result<sluice::EndpointProbe>& result);
    void callsFinished();

private:
    ManagerPool& poolFor(const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport);
    void dropIdlePools();
    void refuse(quint64 id, StreamLink& link, const QString& why);
    std::unique_ptr<ChatStream> takeStream(quint64 id);

    int m_openCalls = 0; ///< that finishCalls() waits for; they end with their pools at the latest
    std::map<QByteArray, std::unique_ptr<ManagerPool>> m_pools; ///< outlive what uses them: destroyed last
    std::map<quint64, std::unique_ptr<ChatStream>> m_streams;
    std::map<quint64, std::unique_ptr<ModelsFetch>> m_fetches;
};

}
