#pragma once

#include "core/base/threadhandover.h"
#include "core/engine/streamoptions.h"
#include "core/store/responsecache.h"

#include <QObject>

#include <memory>

namespace sluice {

/// The cache thread's half of ChatEngine: the response cache, and the hashing and packing that come with it. Made by the engine,
/// then lives in the cache thread; every function is called there, through the event loop, in the order of the calls.
class CacheSide final : public QObject
{
    Q_OBJECT

public:
    CacheSide(const QString& file, const CacheLimits& limits);

    /// Answers with found().
    void find(quint64 id, const StreamRequest& request);
    void store(const StreamRequest& request, const RecordedAnswer& answer);
    void clear();
    void setLimits(const CacheLimits& limits);

Q_SIGNALS:
    /// Null for a miss.
    void found(quint64 id, const sluice::handover::Sent<std::shared_ptr<const sluice::RecordedAnswer>>& answer);
    void statsChanged(const sluice::handover::Sent<sluice::CacheStats>& stats);

private:
    void tellStats();

    ResponseCache m_cache;
};

}
