#pragma once

#include "tests/support/keptanswer.h"
#include "tests/support/originserver.h"

#include <QStringList>

#include <atomic>

namespace sluice::test {

struct BadOptions
{
    QStringList deltas;
    Millis pace {2}; ///< between two events
    bool dropsText = false; ///< a replay leaves out the event that comes next
    bool omitsDone = false; ///< no [DONE]
    bool ignoresStop = false; ///< the stop call is refused, and it goes on
    QByteArray contentType = "text/event-stream";
};

/// A server that says it is llama.cpp, keeps its answers as that does, and does some of it wrong. Loopback, a thread of its own;
/// functions are the test's.
class BadServer
{
public:
    explicit BadServer(const BadOptions& options);
    ~BadServer();
    Q_DISABLE_COPY_MOVE(BadServer)

    QUrl url(const QString& path = QStringLiteral("/v1")) const { return m_server.url(path); }
    int answersBegun() const { return m_begun; }

private:
    void answer(const OriginExchangePtr& exchange);
    void complete(const OriginExchangePtr& exchange);
    void replay(const OriginExchangePtr& exchange);

    const BadOptions m_options;
    std::shared_ptr<const AnswerBytes> m_bytes;
    KeptAnswers m_kept; // server thread
    std::atomic<int> m_begun = 0;
    OriginServer m_server;
};

}
