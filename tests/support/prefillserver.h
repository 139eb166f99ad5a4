#pragma once

#include "tests/support/llamaserver.h"

namespace sluice::test {

struct PrefillOptions
{
    enum class Shape {
        OpenAi, ///< POST /v1/chat/completions
        Anthropic, ///< POST /v1/messages
    };
    /// What it does with a trailing assistant turn.
    enum class Prefill { Continues, Echoes, Refuses };

    Shape shape = Shape::OpenAi;
    Prefill prefill = Prefill::Continues;
    QStringList deltas; ///< the whole answer
    Millis pace {0}; ///< between two deltas; 0 = at once
    bool splitsPairs = false; ///< each surrogate pair over two deltas

    /// From its second answer to a question on, so many UTF-16 units are the same and then \c otherDeltas follow.
    std::optional<qsizetype> divergesAfter = {};
    QStringList otherDeltas = {};
};

/// A server without any replay, to be continued or asked again. A trailing assistant turn is treated as \c prefill says; it
/// should be the beginning of the answer, what is not gets the whole. A last user turn that quotes eight or more units of the
/// answer's beginning gets what follows them. When its client goes, it stops. All paths under any prefix. Loopback, a thread of
/// its own; functions are the test's.
class PrefillServer
{
public:
    explicit PrefillServer(const PrefillOptions& options);
    ~PrefillServer();
    Q_DISABLE_COPY_MOVE(PrefillServer)

    QUrl url(const QString& path = QStringLiteral("/v1")) const { return m_server.url(path); }
    quint16 port() const { return m_server.port(); }
    std::vector<ReceivedRequest> requests() const { return m_server.requests(); }
    int requestCount() const { return m_server.requestCount(); }

    std::vector<StoppedAnswer> stopped() const;
    int refusals() const; ///< trailing assistant turns that were refused

private:
    void answer(const OriginExchangePtr& exchange);
    QStringList deltasFor(const QString& lastUser, const QString& prefix);
    void refuse(const OriginExchangePtr& exchange);
    void say(const OriginExchangePtr& exchange, const QStringList& deltas);

    const PrefillOptions m_options;
    int m_fresh = 0; // server thread; answers from the start
    mutable std::mutex m_mutex;
    std::vector<StoppedAnswer> m_stopped; // guarded by m_mutex
    int m_refusals = 0; // guarded by m_mutex
    OriginServer m_server;
};

}
