#pragma once

#include "core/base/result.h"
#include "core/chat/provider.h"
#include "core/engine/endpointprobe.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <memory>

namespace sluice {

class HttpStream;
class ManagerPool;

/// One question for an endpoint's models. Network thread only; done() exactly once unless it is destroyed before.
class ModelsFetch final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MaxBytes = 8 * 1024 * 1024; ///< of the list, decoded
    static constexpr Millis Timeout {15000};

    ///
    ModelsFetch(const Endpoint& endpoint, const QByteArray& key, const Provider& provider, std::shared_ptr<ManagerPool> pool,
        Millis timeout = Timeout);
    ~ModelsFetch() override;

Q_SIGNALS:
    void done(const sluice::Result<sluice::EndpointProbe>& result);

private:
    void open(const HttpRequest& request);
    void takeHead(const HttpResponseHead& head);
    void readOn();
    void takeEnd(const std::optional<Error>& error);
    Result<EndpointProbe> parse() const;
    Result<QByteArray> decodedBody() const;
    void finish(const Result<EndpointProbe>& result);

    const Provider& m_provider;
    const std::shared_ptr<ManagerPool> m_pool;
    const TimePoint m_started;
    HttpRequest m_request;
    HttpResponseHead m_head;
    int m_redirects = 0;
    bool m_retriedDeadConnection = false;
    QByteArray m_wire;
    std::unique_ptr<HttpStream> m_http;
    QTimer m_timer;
};

}
