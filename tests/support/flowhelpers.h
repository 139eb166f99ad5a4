#pragma once

#include "core/flow/bufferstrategy.h"
#include "tests/support/manualclock.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice::test {

inline TextDelta text(const QString& value)
{
    return {value};
}

inline Flush flushOf(Deltas deltas, int textDeltas = 1, TimePoint received = {})
{
    return {.deltas = std::move(deltas), .textDeltas = textDeltas, .firstReceived = received, .released = received};
}

inline QString textOf(const Flush& flush)
{
    QString all;
    for (const Delta& delta : flush.deltas) {
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            all += piece->text;
    }
    return all;
}

/// A strategy with its clock, driven as the engine does it: release() until empty after each push and whenever nextDue() says so.
class StrategyRun
{
public:
    explicit StrategyRun(const StrategyOptions& options)
        : m_strategy(makeStrategy(options, m_clock.now()))
    { }

    BufferStrategy& strategy() { return *m_strategy; }
    TimePoint now() const { return m_clock.now(); }
    const std::vector<Flush>& flushes() const { return m_flushes; }

    void push(const Delta& delta) { pushLate(delta, {}); }
    /// A delta that came \a late before now, or with the one pushed before it.
    void pushLate(const Delta& delta, TimePoint::duration late)
    {
        m_received = std::max(m_received, m_clock.now() - late);
        m_strategy->push(delta, m_received);
        releaseAll();
    }
    void push(const QString& value) { push(Delta(text(value))); }

    /// Lets time pass as a timer does: stops at every nextDue() on the way.
    void wait(TimePoint::duration time)
    {
        const TimePoint end = m_clock.now() + time;
        for (auto due = m_strategy->nextDue(); due && *due <= end; due = m_strategy->nextDue()) {
            m_clock.moveTo(*due);
            const std::size_t before = m_flushes.size();
            releaseAll();
            if (m_flushes.size() == before && m_strategy->nextDue() && *m_strategy->nextDue() <= m_clock.now()) {
                m_isBusy = true; // a timer would fire for ever
                break;
            }
        }
        m_clock.moveTo(end);
    }

    void drain()
    {
        if (Flush rest = m_strategy->drain(m_clock.now()); !rest.isEmpty())
            m_flushes.push_back(std::move(rest));
    }

    bool isBusy() const { return m_isBusy; }

    /// What each flush holds of text; "" for one without.
    QStringList texts() const
    {
        QStringList all;
        for (const Flush& flush : m_flushes)
            all.append(textOf(flush));
        return all;
    }

private:
    void releaseAll()
    {
        for (Flush flush = m_strategy->release(m_clock.now()); !flush.isEmpty(); flush = m_strategy->release(m_clock.now()))
            m_flushes.push_back(std::move(flush));
    }

    ManualClock m_clock;
    TimePoint m_received = m_clock.now(); ///< of the newest delta
    std::unique_ptr<BufferStrategy> m_strategy;
    std::vector<Flush> m_flushes;
    bool m_isBusy = false;
};

}
