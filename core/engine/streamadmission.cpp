#include "core/engine/streamadmission.h"

#include "core/base/threadhandover.h"
#include "core/engine/cacheside.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

/// A cache on a disk that hangs, or that another program keeps locked, is none.
constexpr Millis SearchPatience {500};

}

StreamAdmission::StreamAdmission(const SlotPoolOptions& options, CacheSide* cache, Exits exits)
    : m_exits(std::move(exits))
    , m_cache(cache)
    , m_searchTimer([this] { giveUpSearching(); })
    , m_timer([this] { serve(); })
    , m_pool(options, [this] {
        const TimePoint now = steadyClock().now();
        m_timer.arm(now, now); // not here: a stream is just being destroyed
    })
{ }

void StreamAdmission::admit(const Entrant& entrant)
{
    if (!m_cache || !entrant.request.cache.read) {
        queueUp(entrant);
        return;
    }
    m_searched.emplace(entrant.id, entrant);
    m_searchTimer.arm(entrant.asked + SearchPatience, entrant.asked);
    QMetaObject::invokeMethod(m_cache,
        handover::posted([cache = m_cache, id = entrant.id, request = entrant.request] { cache->find(id, request); }),
        Qt::QueuedConnection);
}

void StreamAdmission::takeFound(quint64 id, const std::shared_ptr<const RecordedAnswer>& answer)
{
    const auto found = m_searched.extract(id);
    if (found.empty())
        return; // stopped meanwhile
    if (answer)
        m_exits.replay(found.mapped(), answer);
    else
        queueUp(found.mapped());
}

void StreamAdmission::giveUpSearching()
{
    const TimePoint now = steadyClock().now();
    // Numbers of streams are ascending, hence the first is the oldest.
    while (!m_searched.empty() && m_searched.begin()->second.asked + SearchPatience <= now)
        queueUp(m_searched.extract(m_searched.begin()).mapped());
    if (!m_searched.empty())
        m_searchTimer.arm(m_searched.begin()->second.asked + SearchPatience, now);
}

void StreamAdmission::queueUp(const Entrant& entrant)
{
    const quint64 place = m_pool.enter(steadyClock().now());
    m_waiting.emplace(place, entrant);
    serve();
    if (m_waiting.contains(place))
        m_exits.queue(entrant);
}

void StreamAdmission::serve()
{
    const TimePoint now = steadyClock().now();
    while (std::optional<SlotPool::Admission> admission = m_pool.next(now)) {
        const auto admitted = m_waiting.extract(admission->waiter);
        if (admission->slot)
            m_exits.start(admitted.mapped(), std::move(*admission->slot));
        else
            m_exits.refuse(admitted.mapped(), admission->slot.error());
    }
    m_timer.arm(m_pool.nextDue(), now);
}

bool StreamAdmission::stop(quint64 id)
{
    Entrant entrant;
    if (!remove(id, entrant))
        return false;
    m_exits.refuse(entrant, Error {.kind = ErrorKind::Cancelled, .message = QCoreApplication::translate("Error", "Stopped.")});
    return true;
}

bool StreamAdmission::drop(quint64 id)
{
    Entrant entrant;
    return remove(id, entrant);
}

bool StreamAdmission::remove(quint64 id, Entrant& entrant)
{
    if (auto searched = m_searched.extract(id)) {
        entrant = std::move(searched.mapped());
        return true;
    }
    const auto waiting =
        std::find_if(m_waiting.begin(), m_waiting.end(), [id](const auto& place) { return place.second.id == id; });
    if (waiting == m_waiting.end())
        return false;
    m_pool.leave(waiting->first);
    entrant = std::move(waiting->second);
    m_waiting.erase(waiting);
    return true;
}

bool StreamAdmission::setStrategy(quint64 id, const StrategyOptions& strategy)
{
    if (const auto searched = m_searched.find(id); searched != m_searched.end()) {
        searched->second.request.strategy = strategy;
        return true;
    }
    for (auto& [place, entrant] : m_waiting) {
        if (entrant.id != id)
            continue;
        entrant.request.strategy = strategy;
        return true;
    }
    return false;
}

void StreamAdmission::setMax(int max)
{
    m_pool.setMax(max);
}

}
