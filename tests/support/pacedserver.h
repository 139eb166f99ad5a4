#pragma once

#include "core/sockets/timer.h"
#include "tests/support/originserver.h"

#include <QStringList>

#include <mutex>
#include <random>
#include <vector>

namespace sluice::test {

/// When the pieces of an answer come: \a burst together, then a pause between \a shortest and \a longest.
struct Pacing
{
    int pieces = 100;
    Millis shortest {5};
    Millis longest {20};
    int burst = 1;
    unsigned seed = 1;
};

/// A server whose answer to every question is the same numbered pieces, and which notes when it sent each. A trailing assistant
/// turn is continued; it must be a beginning of the answer, else HTTP 400. When its client goes, it stops. Loopback, a thread of
/// its own; functions are the test's.
class PacedServer
{
public:
    explicit PacedServer(const Pacing& pacing);
    ~PacedServer();
    Q_DISABLE_COPY_MOVE(PacedServer)

    QUrl url() const { return m_server.url(); }

    /// "[000123] ": every piece is as long as another.
    static QString piece(int number);
    QString text() const { return m_pieces.join(QString()); }

    struct Sent
    {
        int piece = 0;
        TimePoint at;
    };
    /// In order, over all answers.
    std::vector<Sent> sent() const;
    std::optional<TimePoint> askedAt() const; ///< the first time
    int refusals() const;

private:
    struct Answer;

    void answer(const OriginExchangePtr& exchange);
    void say(const std::shared_ptr<Answer>& answer);

    const Pacing m_pacing;
    QStringList m_pieces;
    std::mt19937 m_random; // server thread
    mutable std::mutex m_mutex;
    std::vector<Sent> m_sent; // guarded by m_mutex
    std::optional<TimePoint> m_askedAt; // guarded by m_mutex
    int m_refusals = 0; // guarded by m_mutex
    std::vector<std::shared_ptr<Answer>> m_answers; // server thread; goes after the server has stopped
    OriginServer m_server;
};

}
