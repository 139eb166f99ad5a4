#include "core/engine/cacheside.h"

#include "core/store/cachekey.h"

namespace sluice {

namespace {

WallTime wallClock()
{
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}

CacheSide::CacheSide(const QString& file, const CacheLimits& limits)
    : m_cache(file, limits)
{ }

void CacheSide::find(quint64 id, const StreamRequest& request)
{
    std::optional<RecordedAnswer> answer = m_cache.find(cacheKey(request.endpoint, request.chat), wallClock());
    std::shared_ptr<const RecordedAnswer> shared;
    if (answer)
        shared = std::make_shared<const RecordedAnswer>(std::move(*answer));
    Q_EMIT found(id, handover::Sent(std::move(shared)));
    tellStats();
    m_cache.writeUses(); // nobody waits for it any more
}

void CacheSide::store(const StreamRequest& request, const RecordedAnswer& answer)
{
    m_cache.store(cacheKey(request.endpoint, request.chat), answer, wallClock());
    tellStats();
}

void CacheSide::clear()
{
    m_cache.clear();
    tellStats();
}

void CacheSide::setLimits(const CacheLimits& limits)
{
    m_cache.setLimits(limits, wallClock());
    tellStats();
}

void CacheSide::tellStats()
{
    Q_EMIT statsChanged(handover::Sent(m_cache.stats()));
}

}
