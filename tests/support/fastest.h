#pragma once

#include <QtGlobal>

#include <algorithm>
#include <limits>

namespace sluice::test {

/// The least of several measurements of real time: a busy machine may hold any of them up. They end with the first that is below
/// the limit.
///
///     Fastest fastest(limitMs);
///     while (fastest.isTriedAgain()) { …; fastest.took(timer.elapsed()); }
///     QVERIFY2(fastest.ms() < limitMs, …);
class Fastest
{
public:
    explicit Fastest(qint64 limitMs, int mostTries = 10)
        : m_limitMs(limitMs)
        , m_mostTries(mostTries)
    { }

    bool isTriedAgain()
    {
        const bool isWanted = m_ms >= m_limitMs && m_tries < m_mostTries;
        m_tries += isWanted ? 1 : 0;
        return isWanted;
    }
    void took(qint64 ms) { m_ms = std::min(m_ms, ms); }

    int tries() const { return m_tries; } ///< the one under way included
    qint64 ms() const { return m_ms; }

private:
    qint64 m_limitMs;
    int m_mostTries;
    int m_tries = 0;
    qint64 m_ms = std::numeric_limits<qint64>::max();
};

}
