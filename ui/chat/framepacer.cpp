#include "ui/chat/framepacer.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr size_t MostFrames = 20;
constexpr size_t LeastFrames = 10; // fewer say nothing about a tenth of them
constexpr int MostSlowdown = 8;
constexpr Millis LongestInterval {250};
constexpr Millis LeastPatience {1000};
constexpr Millis MostPatience {16000};
constexpr Millis HoldsAfter {5000}; // a step back that lasted this long was right
constexpr Millis ToldAfter {1000};

bool isAbove(Micros work, int percent, Millis interval)
{
    return work.count() * 100 > Micros(interval).count() * percent;
}

}

FramePacer::FramePacer(Millis base)
    : m_base(base)
    , m_patience(LeastPatience)
{ }

void FramePacer::setBase(Millis base)
{
    m_base = base;
    restart();
}

void FramePacer::restart()
{
    *this = FramePacer(m_base);
}

void FramePacer::addFrame(TimePoint now, Micros work)
{
    // A stream that paused says nothing about how light its frames are.
    if (m_lastFrame && now - *m_lastFrame > LeastPatience)
        m_lightSince.reset();
    m_lastFrame = now;
    if (m_works.size() == MostFrames)
        m_works.erase(m_works.begin());
    m_works.push_back(work);

    const bool isLight = !isAbove(work, 25, interval());
    if (!isLight)
        m_lightSince.reset();
    else if (!m_lightSince)
        m_lightSince = now;

    if (m_works.size() >= LeastFrames && isAbove(ninetiethPercentile(), 60, interval()))
        slowDown(now);
    else if (m_factor > 1 && m_lightSince && now - *m_lightSince >= m_patience)
        speedUp(now);
}

void FramePacer::slowDown(TimePoint now)
{
    const int next = m_factor * 2;
    if (next > MostSlowdown || m_base * next > LongestInterval)
        return;
    if (m_spedUpAt && now - *m_spedUpAt < HoldsAfter)
        m_patience = std::min(m_patience * 2, MostPatience);
    else
        m_patience = LeastPatience;
    setFactor(next, now);
}

void FramePacer::speedUp(TimePoint now)
{
    m_spedUpAt = now;
    setFactor(m_factor / 2, now);
}

void FramePacer::setFactor(int factor, TimePoint now)
{
    if (factor == 1)
        m_shiftedAt.reset();
    else if (m_factor == 1)
        m_shiftedAt = now;
    m_factor = factor;
    m_works.clear();
    m_lightSince.reset();
}

std::optional<Millis> FramePacer::slowdownAt(TimePoint now) const
{
    if (!m_shiftedAt || now - *m_shiftedAt < ToldAfter)
        return {};
    return interval();
}

Micros FramePacer::ninetiethPercentile() const
{
    std::vector<Micros> sorted = m_works;
    const auto at = sorted.begin() + std::ptrdiff_t(sorted.size() * 9 / 10);
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
}

}
