#pragma once

#include "core/gateway/answerflight.h"
#include "core/gateway/answerorigin.h"
#include "core/gateway/answerstore.h"
#include "core/sockets/timer.h"

#include <QHash>

#include <unordered_map>

namespace sluice {

struct AnswerCacheLimits
{
    qsizetype answerBytes = 8 * 1024 * 1024; ///< a longer answer is neither stored nor shared any further
    qsizetype totalBytes = 128 * 1024 * 1024; ///< of all answers that run now
    Millis patience {500}; ///< the store has to answer within that, else the origin is asked
};

struct AnswerCacheStats
{
    qint64 hits = 0;
    qint64 misses = 0; ///< those that joined an answer included
    qint64 joined = 0; ///< followed an answer that was running already
};

/// What /chat-cached goes by: an answer from the store, or one that runs already for the same question, or a new one, which is
/// stored when it is complete. Gateway thread; the loop runs no more when this goes.
class AnswerCache
{
public:
    using Opened = std::function<void(std::unique_ptr<AnswerSource>)>;

    AnswerCache(boost::asio::io_context& loop, AnswerStore& store, const AnswerCacheLimits& limits = {});

    /// \a opened is called once, later, unless it is cancelled. \a origin outlives what it opened.
    quint64 open(const AnswerRequest& request, AnswerOrigin& origin, Opened opened);
    /// Does nothing when it has been opened.
    void cancel(quint64 opening);

    const AnswerCacheStats& stats() const { return m_stats; }
    /// \a callback with what came for an answer that others may share, when it is done. What is not shared tells it by itself.
    void setOnReceived(std::function<void(const SourceFigures&)> callback) { m_book.onReceived = std::move(callback); }

    /// The loop is about to end: lets go of all that runs.
    void clear();

private:
    struct Opening
    {
        AnswerRequest request;
        AnswerOrigin& origin;
        Opened opened;
        std::unique_ptr<Timer> patience;
        quint64 lookup = 0;
    };

    void found(quint64 number, const AnswerStore::Lookup& lookup);
    std::unique_ptr<AnswerSource> fly(const QByteArray& key, const AnswerRequest& request, AnswerOrigin& origin);
    void flightEnded(const QByteArray& key);

    AnswerStore& m_store;
    const Millis m_patience;
    FlightBook m_book;
    AnswerCacheStats m_stats;
    std::unordered_map<quint64, Opening> m_openings;
    quint64 m_lastOpening = 0;
    QHash<QByteArray, std::shared_ptr<AnswerFlight>> m_flights; ///< those that run, and those that are being stored
};

}
