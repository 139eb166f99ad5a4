#include "ui/chat/framemeter.h"

#include <algorithm>
#include <cmath>

namespace sluice {

FrameMeter::FrameMeter(const Clock& clock)
    : m_clock(clock)
{ }

void FrameMeter::begin()
{
    if (!m_begun)
        m_begun = m_clock.now();
}

std::optional<Micros> FrameMeter::end()
{
    if (!m_begun)
        return {};
    const auto work = std::chrono::duration_cast<Micros>(m_clock.now() - *m_begun);
    m_begun.reset();
    m_works[size_t(m_count++) % Remembered] = work;
    return work;
}

std::optional<Micros> FrameMeter::percentile(double percent) const
{
    const auto count = std::ptrdiff_t(std::min(m_count, qint64(Remembered)));
    if (count == 0)
        return {};
    auto works = m_works;
    const auto rank = std::clamp(std::ptrdiff_t(std::ceil(double(count) * percent / 100)), std::ptrdiff_t(1), count);
    std::nth_element(works.begin(), works.begin() + rank - 1, works.begin() + count);
    return works[size_t(rank - 1)];
}

}
