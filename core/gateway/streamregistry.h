#pragma once

#include "core/gateway/gatewaystream.h"

#include <QHash>

#include <deque>
#include <functional>
#include <memory>
#include <unordered_set>

namespace sluice {

/// Bounds of all resume logs.
struct StreamLimits
{
    qint64 logBytes = 4 * 1024 * 1024; ///< one stream
    qint64 logTotalBytes = 64 * 1024 * 1024; ///< all together
    Millis logAge {300000}; ///< after the end
};

/// All streams of a gateway by id, running and ended, and the memory their logs may take. Gateway thread.
///
/// When the total is reached, the logs of ended streams go first, oldest end first: such a stream is still known, and answers
/// that what it had is gone.
class StreamRegistry
{
public:
    StreamRegistry(boost::asio::io_context& loop, const StreamLimits& limits);
    ~StreamRegistry();
    Q_DISABLE_COPY_MOVE(StreamRegistry)

    boost::asio::io_context& loop() { return m_loop; }
    const StreamLimits& limits() const { return m_limits; }

    /// 128 random bits from the system in hex: whoever knows an id may read and cancel its stream.
    static QByteArray newId();

    std::shared_ptr<GatewayStream> create(
        std::unique_ptr<AnswerFormat> format, StreamSetup setup, const QByteArray& id = newId());
    /// Null for an id that was never given, or is forgotten.
    std::shared_ptr<GatewayStream> find(const QByteArray& id) const;

    /// Answers that are not streams with a log take part in cancelAll() while they run.
    void addActive(ActiveAnswer& answer) { m_active.insert(&answer); }
    void removeActive(ActiveAnswer& answer);
    int activeAnswers() const { return int(m_active.size()); }
    void cancelAll(const Error& error);
    /// \a callback whenever the last active answer has ended.
    void setOnIdle(std::function<void()> callback) { m_onIdle = std::move(callback); }

    /// \a callback with each stream that is made.
    void setOnCreated(std::function<void(const std::shared_ptr<GatewayStream>&)> callback) { m_onCreated = std::move(callback); }

    /// The event loop is about to end: forgets everything, cancels everything.
    void clear();

    /// GatewayStream: its log has grown (or shrunk).
    void addLogBytes(qint64 difference);
    /// Whether the logs are at their bound; \a given bytes are about to be given back.
    bool isFull(qint64 given) const { return m_logBytes - given > m_limits.logTotalBytes; }
    void streamEnded(GatewayStream& stream);
    /// GatewayStream: it ended before there was an answer, and was never one. What was kept of it; null after clear().
    std::shared_ptr<GatewayStream> forget(GatewayStream& stream);

private:
    struct Ended
    {
        QByteArray id;
        TimePoint at;
    };
    void makeRoom();
    void forgetOld();
    void forgetFirst();

    boost::asio::io_context& m_loop;
    const StreamLimits m_limits;
    qint64 m_logBytes = 0;
    QHash<QByteArray, std::shared_ptr<GatewayStream>> m_streams;
    std::unordered_set<ActiveAnswer*> m_active;
    std::deque<Ended> m_ended; // oldest end first
    std::deque<QByteArray> m_evictable; // ended streams that may still have a log, next to go first
    Timer m_ageTimer;
    std::function<void()> m_onIdle;
    std::function<void(const std::shared_ptr<GatewayStream>&)> m_onCreated;
};

}
