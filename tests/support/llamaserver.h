#pragma once

#include "tests/support/keptanswer.h"
#include "tests/support/originserver.h"

#include <QStringList>

#include <mutex>

namespace sluice::test {

/// A generation that was stopped before its end, and how.
struct StoppedAnswer
{
    TimePoint at;
    QByteArray id;
    bool byCall = false; ///< by the server's own stop call, not because its client went
};

struct LlamaOptions
{
    QStringList deltas;
    Millis pace {0}; ///< between two deltas; 0 = at once
    bool isResumable = true; ///< false: an older one, which knows no X-Conversation-Id and no /v1/stream
    qsizetype lostBytes = 0; ///< so much of each answer's beginning is not kept
};

/// A server that behaves as llama.cpp's does: POST /v1/chat/completions; with X-Conversation-Id it goes on without its client,
/// and GET /v1/stream?conv_id=ID&from=N sends the raw body from byte N on and follows it live (400 when N is lost, beyond the
/// end, or the conversation unknown), DELETE stops it (204). GET /v1/models and /props tell what it is. All paths under any
/// prefix. Loopback, a thread of its own; functions are the test's.
class LlamaServer
{
public:
    explicit LlamaServer(const LlamaOptions& options);
    ~LlamaServer();
    Q_DISABLE_COPY_MOVE(LlamaServer)

    QUrl url(const QString& path = QStringLiteral("/v1")) const { return m_server.url(path); }
    quint16 port() const { return m_server.port(); }
    std::vector<ReceivedRequest> requests() const { return m_server.requests(); }
    int requestCount() const { return m_server.requestCount(); }

    /// The whole body of an answer.
    QByteArray body() const { return m_bytes->body; }
    std::vector<StoppedAnswer> stopped() const;
    /// Forgets every conversation: each offset is lost then.
    void forgetAll();

private:
    void answer(const OriginExchangePtr& exchange);
    void complete(const OriginExchangePtr& exchange);
    void stream(const OriginExchangePtr& exchange);
    void noteStop(const QByteArray& id, bool byCall);

    const LlamaOptions m_options;
    const std::shared_ptr<const AnswerBytes> m_bytes;
    KeptAnswers m_kept; // server thread
    mutable std::mutex m_mutex;
    std::vector<StoppedAnswer> m_stopped; // guarded by m_mutex
    OriginServer m_server;
};

}
