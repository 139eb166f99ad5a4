#include "core/gateway/answercache.h"

#include "core/gateway/replaysource.h"

namespace sluice {

AnswerCache::AnswerCache(boost::asio::io_context& loop, AnswerStore& store, const AnswerCacheLimits& limits)
    : m_store(store)
    , m_patience(limits.patience)
    , m_book {.loop = loop, .partBytes = limits.answerBytes, .totalBytes = limits.totalBytes}
{ }

quint64 AnswerCache::open(const AnswerRequest& request, AnswerOrigin& origin, Opened opened)
{
    const quint64 number = ++m_lastOpening;
    Opening begun {
        .request = request, .origin = origin, .opened = std::move(opened), .patience = std::make_unique<Timer>(m_book.loop)};
    Opening& opening = m_openings.emplace(number, std::move(begun)).first->second;
    opening.lookup =
        m_store.find(origin.determining(request), [this, number](const AnswerStore::Lookup& lookup) { found(number, lookup); });
    opening.patience->startIn(m_patience, [this, number] {
        m_store.cancel(m_openings.at(number).lookup);
        found(number, {});
    });
    return number;
}

void AnswerCache::cancel(quint64 opening)
{
    const auto ended = m_openings.extract(opening);
    if (!ended.empty())
        m_store.cancel(ended.mapped().lookup);
}

void AnswerCache::clear()
{
    m_openings.clear();
    for (const auto& flight : std::as_const(m_flights))
        flight->abandon();
    m_flights.clear();
}

void AnswerCache::found(quint64 number, const AnswerStore::Lookup& lookup)
{
    const auto opening = m_openings.extract(number);
    const auto& [request, origin, opened, patience, id] = opening.mapped();
    if (lookup.answer) {
        ++m_stats.hits;
        opened(std::make_unique<ReplaySource>(m_book.loop, lookup.answer));
        return;
    }
    ++m_stats.misses;
    opened(lookup.key.isEmpty() ? origin.open(request) : fly(lookup.key, request, origin));
}

std::unique_ptr<AnswerSource> AnswerCache::fly(const QByteArray& key, const AnswerRequest& request, AnswerOrigin& origin)
{
    // It stays until what it said is stored: who looked in vain before that finds it here.
    if (const std::shared_ptr<AnswerFlight> running = m_flights.value(key)) {
        if (!running->isWhole())
            return origin.open(request);
        ++m_stats.joined;
        return running->follow();
    }
    const auto flight = std::make_shared<AnswerFlight>(m_book, origin.open(request), [this, key] { flightEnded(key); });
    m_flights.insert(key, flight);
    return flight->follow();
}

void AnswerCache::flightEnded(const QByteArray& key)
{
    const std::shared_ptr<const RecordedAnswer> answer = m_flights.value(key)->answer();
    if (answer)
        m_store.store(key, answer, [this, key] { m_flights.remove(key); });
    else
        m_flights.remove(key);
}

}
