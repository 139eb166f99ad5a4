#pragma once

#include "tests/support/llamaserver.h"

namespace sluice::test {

struct ResponsesOptions
{
    QStringList deltas;
    Millis pace {0}; ///< between two events; 0 = at once
    bool refusesBackground = false; ///< 400, as servers do that have no background mode
    bool replaysStreams = true; ///< false: only polling shows what a background response has become
};

/// A server of the Responses API; its responses are resp_000001, resp_000002… POST /v1/responses streams; made with background,
/// stream and store it goes on without its client, and GET /v1/responses/{id}?stream=true&starting_after=SEQ sends what follows
/// that event and then what comes; GET /v1/responses/{id} tells how far it is; POST /v1/responses/{id}/cancel stops it. Without
/// background, closing the connection stops it. All paths under any prefix. Loopback, a thread of its own; functions are the
/// test's.
class ResponsesServer
{
public:
    explicit ResponsesServer(const ResponsesOptions& options);
    ~ResponsesServer();
    Q_DISABLE_COPY_MOVE(ResponsesServer)

    QUrl url(const QString& path = QStringLiteral("/v1")) const { return m_server.url(path); }
    quint16 port() const { return m_server.port(); }
    std::vector<ReceivedRequest> requests() const { return m_server.requests(); }
    int requestCount() const { return m_server.requestCount(); }

    /// The whole body of an answer.
    QByteArray body() const { return bytesOf(1)->body; }
    std::vector<StoppedAnswer> stopped() const;
    /// Every response is unknown from now on: 404.
    void forgetAll();

private:
    std::shared_ptr<const AnswerBytes> bytesOf(int number) const;
    void answer(const OriginExchangePtr& exchange);
    void create(const OriginExchangePtr& exchange);
    void show(const OriginExchangePtr& exchange, const QByteArray& id);
    void cancel(const OriginExchangePtr& exchange, const QByteArray& id);
    QByteArray objectOf(const QByteArray& id, const KeptAnswer& kept) const;
    void noteStop(const QByteArray& id, bool byCall);

    const ResponsesOptions m_options;
    const std::shared_ptr<const AnswerBytes> m_bytes; ///< of response number 0
    KeptAnswers m_kept; // server thread
    int m_made = 0; // server thread
    mutable std::mutex m_mutex;
    std::vector<StoppedAnswer> m_stopped; // guarded by m_mutex
    OriginServer m_server;
};

}
